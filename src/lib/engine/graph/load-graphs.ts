/** Loads several networks at once: all of them, or none. */
import { prepareModels } from '#lib/cache/database.ts';
import { installedModel } from '#lib/cache/installed.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadIndex } from '#lib/cache/index-file.ts';
import type { ModelIndex } from './format.ts';
import { loadGraph, type LoadedGraph, type OnProgress } from './load.ts';
import { disposeGraph } from './run.ts';

/**
 * @param ids of the models, each once: of `index.json`, or of what was installed on this device.
 * @param baseUrl the models folder, e.g. `/models/`.
 * @param onProgress bytes of all of them together.
 * @param backend as {@link loadGraph} wants it.
 * @param index of what is served, where it has been asked for.
 * @returns in the order of `ids`; the caller disposes them.
 * @throws FailureError as `openFile` does
 */
export async function loadGraphs(
  ids: readonly string[],
  baseUrl: string,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
  backend?: Promise<unknown>,
  index: Promise<ModelIndex> = loadIndex(baseUrl, signal),
): Promise<LoadedGraph[]> {
  prepareModels();
  const { models } = await index;
  const entries = await Promise.all(
    ids.map(async (id) => {
      const served = models.find((one) => one.id === id);
      const entry = served ?? (await installedModel(id));
      if (!entry) throw new FailureError('model-missing', id);
      return { entry, from: served && baseUrl };
    }),
  );
  const loaded = entries.map(() => 0);
  const total = entries.reduce(
    (sum, { entry: { graph, weights } }) => sum + graph.bytes + weights.bytes,
    0,
  );
  const loading = await Promise.allSettled(
    entries.map(({ entry, from }, i) => {
      const tell = (bytes: number) => {
        loaded[i] = bytes;
        onProgress(
          loaded.reduce((sum, each) => sum + each, 0),
          total,
        );
      };
      return loadGraph(from, entry, tell, signal, backend);
    }),
  );
  const graphs = loading.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  const broken = loading.find((each) => each.status === 'rejected');
  if (broken) {
    for (const graph of graphs) disposeGraph(graph);
    throw broken.reason;
  }
  return graphs;
}
