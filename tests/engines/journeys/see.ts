/** See, live with the engine's own drawn camera, and with a photo. */
import { photoPath } from '../../e2e/support/camera-file.ts';
import { testId, type Visit } from '../visit.ts';

const top = `${testId('predictions')} > *`;
const runtime = testId('runtime');

export async function seeLive(visit: Visit): Promise<void> {
  await visit.open('/see?lang=en');
  await visit.untilAttribute(top, 'data-score', /\d/);
  await visit.untilAttribute(runtime, 'data-fps', /[1-9]/);
  await expectLocksGoWithPage(visit);
}

/** Whoever opens the app again must not wait for files that a page which was left was bringing. */
async function expectLocksGoWithPage(visit: Visit): Promise<void> {
  const held = await visit.read(() =>
    navigator.locks.query().then(({ held = [] }) => held.map(({ name = '' }) => name)),
  );
  if (held.length === 0) throw new Error('See holds no lock while it runs.');
  await visit.open('/?lang=en');
  await visit.until(
    'the locks of the page that was left to be free',
    async (...names) => {
      const { held = [] } = await navigator.locks.query();
      return !held.some(({ name = '' }) => names.includes(name));
    },
    ...held,
  );
}

export async function seePhoto(visit: Visit): Promise<void> {
  await visit.open('/see?lang=en');
  for (const name of ['cat', 'cup'] as const) {
    await visit.setFiles(testId('drop-photo'), [photoPath(name)]);
    await visit.untilAttribute(top, 'data-label', new RegExp(`^${name}$`));
  }
}
