/** Embeddings of a folder of class folders, made once with the app's own code and kept on disk. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Examples } from '#lib/teach/heads/head.ts';
import type { Trunk } from '#lib/vision/trunk.ts';
import { readPhoto, toTensor } from '../node.ts';

const cache = fileURLToPath(new URL('../../../tests/.cache/fewshot', import.meta.url));

export interface Embedded extends Examples {
  readonly classes: readonly string[];
  /** Milliseconds for a picture, reading apart; NaN where all came from the cache. */
  readonly embedMs: number;
}

interface PhotoFile {
  readonly path: string;
  readonly label: number;
}

/** @param mirror flips every picture left and right */
export async function embedFolder(trunk: Trunk, folder: string, mirror = false): Promise<Embedded> {
  const classes = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
  const files = classes.flatMap((name, label) =>
    readdirSync(join(folder, name))
      .sort()
      .map((file): PhotoFile => ({ path: join(folder, name, file), label })),
  );
  const place = join(cache, `${keyOf(trunk, folder, files, mirror)}.f32`);
  const columns = trunk.dimensions;
  const labels = Int32Array.from(files, ({ label }) => label);
  const examples = (data: Float32Array<ArrayBuffer>, embedMs: number): Embedded => ({
    vectors: { rows: files.length, columns, data },
    labels,
    classCount: classes.length,
    classes,
    embedMs,
  });
  if (existsSync(place)) {
    return examples(new Float32Array(new Uint8Array(readFileSync(place)).buffer), NaN);
  }
  const data = new Float32Array(files.length * columns);
  let spent = 0;
  for (const [row, { path }] of files.entries()) {
    const photo = await readPhoto(path);
    const startedMs = performance.now();
    const tensors = trunk.inputs.map((spec) => toTensor(photo, { ...spec, mirror }));
    data.set(await trunk.embed(tensors), row * columns);
    for (const tensor of tensors) tensor.dispose();
    spent += performance.now() - startedMs;
    if (row % 100 === 99) console.error(`${row + 1} of ${files.length} embedded`);
  }
  mkdirSync(cache, { recursive: true });
  writeFileSync(place, data);
  return examples(data, spent / files.length);
}

function keyOf(
  { id, inputs, dimensions }: Trunk,
  folder: string,
  files: readonly PhotoFile[],
  mirror: boolean,
): string {
  const stamps = files.map(({ path }) => [path, statSync(path).size, statSync(path).mtimeMs]);
  const key = JSON.stringify([id, inputs, dimensions, mirror, resolve(folder), stamps]);
  return createHash('sha256').update(key).digest('hex').slice(0, 24);
}
