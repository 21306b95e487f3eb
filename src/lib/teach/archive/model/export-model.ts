/** From what answers in a project to a file that answers by itself. Runs in a worker. */
import { readProject } from '#lib/storage/projects.ts';
import { createPreprocessor } from '#lib/vision/preprocess/preprocessor.ts';
import { openTrunk } from '#lib/vision/trunk.ts';
import { firstTrunk } from '#lib/vision/trunks.ts';
import { isTrashed } from '../../project/view.ts';
import type { ArchiveCalls, ExportedModel } from '../protocol.ts';
import type { WorkOptions } from '../store/work-options.ts';
import { fileNameFor } from '#lib/storage/zip/entry-name.ts';
import { exportLayers } from './export-layers.ts';
import { exportPage } from './export-page.ts';
import { goldenSamples } from './golden.ts';
import { LiveModel } from './open-live.ts';
import { openWasmSession } from './wasm-session.ts';

type Request = ArchiveCalls['exportModel']['request'];

/**
 * @throws FailureError `export-unsupported` | `export-differs` | `project-missing`, and of the
 * backend, the models and the storage
 */
export async function exportModel(request: Request, options: WorkOptions): Promise<ExportedModel> {
  const { projectId, answerer, layout, baseUrl } = request;
  const { project, classes, samples } = await readProject(projectId);
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const labels = answerer.head.classes.map((id) => names.get(id) ?? id);
  const session = await openWasmSession();
  const trunk = await openTrunk(answerer.trunk ?? firstTrunk, baseUrl, undefined, options.signal);
  try {
    const preprocessor = await createPreprocessor();
    const live = await LiveModel.open(answerer, labels, project.name, trunk, preprocessor);
    const shown = samples.filter((row) => !isTrashed(row) && names.has(row.classId));
    const golden = await session.turn(() => goldenSamples(projectId, shown, live));
    const write = layout === 'layers' ? exportLayers : exportPage;
    const exported = await session.turn(() => write(live, golden, request, options));
    live.dispose();
    const name = fileNameFor(project.name, 'model');
    const fileName = layout === 'layers' ? `${name}-tfjs.zip` : `${name}.html`;
    return { ...exported, fileName, checked: golden.length };
  } finally {
    trunk.dispose();
  }
}
