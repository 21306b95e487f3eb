/** Opens a project and the bench that its kind of samples needs: only that one's code comes. */
import { asset } from '$app/paths';
import type { BackendName } from '#lib/engine/backend.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { readProjectKind } from '#lib/storage/projects.ts';
import { OpenProject } from '../project/open-project.svelte.ts';
import type { OpenedTextWorkbench } from './text-workbench.svelte.ts';
import type { OpenedWorkbench } from './workbench.svelte.ts';

export interface BenchOptions {
  /** A drawn camera, for machines without one (`?camera=fake`). */
  readonly fakeCamera: boolean;
  /** Only this backend (`?backend=…`). */
  readonly pinned: BackendName | undefined;
}

/** A bench with what is on it, ready to be shown. */
export type OpenBench =
  | {
      readonly kind: 'image';
      readonly view: typeof import('./Workbench.svelte').default;
      readonly workbench: OpenedWorkbench;
    }
  | {
      readonly kind: 'text';
      readonly view: typeof import('./TextWorkbench.svelte').default;
      readonly workbench: OpenedTextWorkbench;
    };

type Lay = (project: OpenProject) => OpenBench | Promise<OpenBench>;

/**
 * @throws FailureError `project-missing` | `offline`, or as `withDatabase` does.
 */
export async function openBench(projectId: string, options: BenchOptions): Promise<OpenBench> {
  const kind = await readProjectKind(projectId);
  const coming = kind === 'text' ? textBench(options) : imageBench(options);
  // Asked for below: its code comes while the project is read.
  coming.catch(() => undefined);
  const project = await OpenProject.open(projectId);
  try {
    const lay = await coming;
    return await lay(project);
  } catch (error) {
    void project.close();
    throw error;
  }
}

async function imageBench({ fakeCamera, pinned }: BenchOptions): Promise<Lay> {
  const [{ default: view }, { openWorkbench }, { fakeMedia }] = await loadChunk(() =>
    Promise.all([
      import('./Workbench.svelte'),
      import('./workbench.svelte.ts'),
      import('#lib/camera/fake-media.ts'),
    ]),
  );
  const media = fakeCamera ? fakeMedia(asset('/samples')) : undefined;
  return async (project) => ({
    kind: 'image',
    view,
    workbench: await openWorkbench(project, { media, pinned }),
  });
}

async function textBench({ pinned }: BenchOptions): Promise<Lay> {
  const [{ default: view }, { openTextWorkbench }] = await loadChunk(() =>
    Promise.all([import('./TextWorkbench.svelte'), import('./text-workbench.svelte.ts')]),
  );
  return (project) => ({ kind: 'text', view, workbench: openTextWorkbench(project, { pinned }) });
}
