/** What testing says, in the visitor's language. */
import { formatCount } from '#lib/i18n/format.ts';
import { m } from '#paraglide/messages.js';
import { instantWords } from '../train/words.ts';
import type { ProjectTesting } from './project-testing.svelte.ts';

/** Which head answers. */
export function originWords({ live, project, instantMethod }: ProjectTesting): string {
  const { origin } = live;
  if (origin?.kind !== 'run') {
    return m.test_answers_instant({ method: instantWords[instantMethod].name() });
  }
  const run = project.runs.find(({ id }) => id === origin.runId);
  return run?.epoch !== undefined && run.curve.length > 1
    ? m.test_answers_epoch({ name: run.name, epoch: formatCount(run.epoch) })
    : m.test_answers_run({ name: run?.name ?? '' });
}

/** Why nothing has been learnt yet; undefined: something has. */
export function waitingToLearn({ live, project }: ProjectTesting): string | undefined {
  if (project.classes.length === 0 || project.sampleCount === 0) return m.test_waiting_samples();
  return live.answerer ? undefined : m.test_waiting_learning();
}
