/** What every bench has, whatever its samples are. Types only. */
import type { SampleWork } from '../collect/sample-work.svelte.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';

export interface BenchContext {
  readonly project: OpenProject;
  readonly collecting: SampleWork;
}
