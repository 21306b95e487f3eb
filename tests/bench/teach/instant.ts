/** What one more sample costs the instant head of an open project, once that sample is embedded. */
import { addManySamples } from '../../e2e/support/many-samples.ts';
import type { Bench, Row } from '../section.ts';
import type { PhotoSet } from './photos.ts';
import { openTeach, untilCounted, untilEmbedded } from './project.ts';

export async function benchInstant(
  bench: Bench,
  { classes }: PhotoSet,
  sizes: readonly number[],
): Promise<Row[]> {
  const teach = await openTeach(bench);
  const { page } = teach;
  const names = classes.map(({ name }) => name);
  const photos = classes[0]!.taught;
  const rows: Row[] = [];
  for (const size of sizes) {
    const id = await teach.newProject(names);
    await teach.openDoor();
    const each = Math.floor(size / names.length);
    await addManySamples(page, id, each, photos[0]!.buffer);
    await teach.openProject(id);
    await untilEmbedded(page);
    const ours: number[] = [];
    for (let round = 0; round <= bench.rounds; round++) {
      await teach.upload(names[0]!, [photos[round % photos.length]!]);
      await untilCounted(teach, names[0]!, each + round + 1);
      await untilEmbedded(page);
      const ms = Number(await page.getByTestId('instant').getAttribute('data-update-ms'));
      if (round > 0) ours.push(ms);
    }
    rows.push({ what: `among ${size}`, unit: 'ms', ours });
    bench.say(`instant head among ${size}`);
  }
  await page.context().close();
  return rows;
}
