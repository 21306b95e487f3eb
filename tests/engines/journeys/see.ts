/** See, live with the engine's own drawn camera, and with a photo. */
import { photoPath } from '../../e2e/support/camera-file.ts';
import { testId, type Visit } from '../visit.ts';

const top = `${testId('predictions')} > *`;
const runtime = testId('runtime');

export async function seeLive(visit: Visit): Promise<void> {
  await visit.open('/see?lang=en');
  await visit.untilAttribute(top, 'data-score', /\d/);
  await visit.untilAttribute(runtime, 'data-fps', /[1-9]/);
}

export async function seePhoto(visit: Visit): Promise<void> {
  await visit.open('/see?lang=en');
  for (const name of ['cat', 'cup'] as const) {
    await visit.setFiles(testId('drop-photo'), [photoPath(name)]);
    await visit.untilAttribute(top, 'data-label', new RegExp(`^${name}$`));
  }
}
