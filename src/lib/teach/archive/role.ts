/** What an archive worker does when it is called. */
import type { CallContext, Role } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { ArchiveCalls, ArchiveProgress } from './protocol.ts';
import type { WorkOptions } from './store/work-options.ts';

const progressEveryMs = 100;

export function archiveRole(): Role<ArchiveCalls> {
  return {
    handlers: {
      saveProject: async ({ projectId }, context) => {
        const { saveProject } = await loadChunk(() => import('./store/save-project.ts'));
        return saveProject(projectId, optionsOf(context));
      },
      saveHead: async ({ projectId, answerer }, context) => {
        const { saveHead } = await loadChunk(() => import('./store/save-head.ts'));
        return saveHead(projectId, answerer, optionsOf(context));
      },
      importFiles: async ({ files }, context) => {
        const { importFiles } = await loadChunk(() => import('./store/import-files.ts'));
        return importFiles(files, optionsOf(context));
      },
      importFolders: async ({ files, names }, context) => {
        const { importFolders } = await loadChunk(() => import('./store/import-files.ts'));
        return importFolders(files, names, optionsOf(context));
      },
      saveSamples: async ({ projectId }, context) => {
        const { saveSamples } = await loadChunk(() => import('./store/save-samples.ts'));
        return saveSamples(projectId, optionsOf(context));
      },
      exportTextModel: async (request, context) => {
        const { exportTextModel } = await loadChunk(() => import('./text/export-text-model.ts'));
        return exportTextModel(request, optionsOf(context));
      },
      exportModel: async (request, context) => {
        const { exportModel } = await loadChunk(() => import('./model/export-model.ts'));
        return exportModel(request, optionsOf(context));
      },
    },
  };
}

/** The page need not hear of every picture. */
function optionsOf({
  signal,
  progress,
}: Pick<CallContext<ArchiveCalls['saveProject']>, 'signal' | 'progress'>): WorkOptions {
  let nextMs = 0;
  return {
    signal,
    onProgress: (done, total) => {
      const nowMs = performance.now();
      if (nowMs < nextMs && done < total) return;
      nextMs = nowMs + progressEveryMs;
      const told: ArchiveProgress = { done, total };
      progress(told);
    },
  };
}
