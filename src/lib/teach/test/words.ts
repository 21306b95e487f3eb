/** What testing says, in the visitor's language. */
import { formatCount } from '#lib/i18n/format.ts';
import { m } from '#paraglide/messages.js';
import { instantWords } from '../train/words.ts';
import type { Testing } from './testing.svelte.ts';

/** Which head answers. */
export function originWords({ live, project, instantMethod }: Testing): string {
  const { origin } = live;
  if (origin?.kind !== 'run') {
    return m.test_answers_instant({ method: instantWords[instantMethod].name() });
  }
  const run = project.runs.find(({ id }) => id === origin.runId);
  return run?.epoch !== undefined && run.curve.length > 1
    ? m.test_answers_epoch({ name: run.name, epoch: formatCount(run.epoch) })
    : m.test_answers_run({ name: run?.name ?? '' });
}

/** Why there is no answer yet. */
export function waitingWords({ live, camera, project }: Testing): string {
  if (project.classes.length === 0 || project.sampleCount === 0) return m.test_waiting_samples();
  if (!live.answerer) return m.test_waiting_learning();
  return camera.live ? m.test_waiting_engine() : m.test_waiting_camera();
}
