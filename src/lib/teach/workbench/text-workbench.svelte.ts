/** Everything that is open while a project of texts is. No camera is in it, and none is asked for. */
import { TextCollecting } from '../collect/texts/text-collecting.svelte.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import type { BenchContext } from './bench-context.ts';

/** What a panel of the bench may use. */
export interface TextWorkbenchContext extends BenchContext {
  readonly collecting: TextCollecting;
}

export interface OpenedTextWorkbench extends TextWorkbenchContext {
  readonly close: () => void;
}

/** @param project of texts; it is closed with the bench. */
export function openTextWorkbench(project: OpenProject): OpenedTextWorkbench {
  const collecting = new TextCollecting(project);
  return {
    project,
    collecting,
    close: () => {
      collecting.close();
      void project.close();
    },
  };
}
