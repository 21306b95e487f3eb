/** From what answers in a project of texts to a file that answers by itself. Runs in a worker. */
import { openKernels } from '#lib/engine/kernels/open-kernels.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { readProject } from '#lib/storage/projects.ts';
import { loadTextModel } from '#lib/text/model/load.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import { isShown } from '../../project/view.ts';
import type { ArchiveCalls, ExportedModel } from '../protocol.ts';
import type { WorkOptions } from '../store/work-options.ts';
import { fileNameFor } from '#lib/storage/zip/entry-name.ts';
import { goldenTexts } from './golden-texts.ts';
import { LiveTextModel } from './live-text.ts';

type Request = ArchiveCalls['exportTextModel']['request'];

/**
 * @throws FailureError `export-unsupported` | `export-differs` | `project-missing`, and of the
 * models and the storage
 */
export async function exportTextModel(
  request: Request,
  options: WorkOptions,
): Promise<ExportedModel> {
  const { projectId, answerer, layout, baseUrl, program } = request;
  const { project, classes, samples } = await readProject(projectId);
  const byId = new Map(classes.map((row) => [row.id, row]));
  const labels = answerer.head.classes.map((id) => byId.get(id)?.name ?? id);
  const trunk = textTrunkOf(project.trunk);
  if (!trunk) throw new FailureError('model-missing', project.trunk);
  const encoder = await loadTextModel(trunk.model, baseUrl, undefined, options.signal);
  const { opened } = await openKernels('cpu', {
    cpu: () => import('#lib/engine/kernels/modules/cpu.ts'),
  });
  const live = LiveTextModel.open(answerer, labels, project.name, encoder, opened.kernels);
  try {
    const shown = samples.filter((row) => isShown(row, byId));
    const golden = await goldenTexts(shown, live);
    const name = fileNameFor(project.name, 'model');
    if (layout === 'page') {
      const { exportTextPage } = await loadChunk(() => import('./export-text-page.ts'));
      const exported = await exportTextPage(live, golden, encoder, trunk.id, request, options);
      return { ...exported, fileName: `${name}.html`, checked: golden.length };
    }
    const { exportTextLayers } = await loadChunk(() => import('./export-text-layers.ts'));
    const session = await openSession();
    const own = { kind: 'text', trunk: project.trunk, answerer } as const;
    const exported = await session.turn(() =>
      exportTextLayers(live, golden, program, own, options),
    );
    return { ...exported, fileName: `${name}-tfjs.zip`, checked: golden.length };
  } finally {
    live.dispose();
    opened.kernels.dispose();
  }
}

/** TensorFlow.js comes only where layers are to be run. */
async function openSession() {
  const { openWasmSession } = await loadChunk(() => import('../model/wasm-session.ts'));
  return openWasmSession();
}
