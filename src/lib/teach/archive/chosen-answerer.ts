/** What the run answers with that a project was told to answer with. */
import type { OpenProject } from '../project/open-project.svelte.ts';
import { answererOf } from '../trainer/checkpoint.ts';
import type { Answerer } from '../trainer/protocol.ts';

/** Undefined where no run was chosen, or it has no weights. */
export async function chosenAnswerer({
  id,
  project,
  runs,
}: OpenProject): Promise<Answerer | undefined> {
  const run = runs.find((each) => each.id === project.liveRun);
  if (run?.epoch === undefined) return undefined;
  return answererOf({ projectId: id, runId: run.id }, run.epoch);
}
