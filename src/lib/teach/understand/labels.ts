/** Which class each sample of a project is in now. */
import type { OpenProject } from '../project/open-project.svelte.ts';

/** Class ids by sample id, of all that show; reactive when read inside a component. */
export function labelsOf(
  project: Pick<OpenProject, 'classes' | 'samplesOf'>,
): ReadonlyMap<string, string> {
  return new Map(
    project.classes.flatMap(({ id }) => project.samplesOf(id).map((sample) => [sample.id, id])),
  );
}
