/** Loads several networks at once: all of them, or none. */
import { prepareModels } from '#lib/cache/database.ts';
import { installedModel } from '#lib/cache/installed.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadIndex } from '#lib/cache/index-file.ts';
import { loadGraph, type LoadedGraph, type LoadOptions } from './load.ts';
import { disposeGraph } from './run.ts';

/**
 * @param ids of the models, each once: of `index.json`, or of what was installed on this device.
 * @param baseUrl the models folder, e.g. `/models/`.
 * @param options.onProgress bytes of all of them together.
 * @returns in the order of `ids`; the caller disposes them.
 * @throws FailureError as `openFile` does
 */
export async function loadGraphs(
  ids: readonly string[],
  baseUrl: string,
  options: LoadOptions = {},
): Promise<LoadedGraph[]> {
  prepareModels();
  const { models } = await (options.index ?? loadIndex(baseUrl, options.signal));
  const entries = await Promise.all(
    ids.map(async (id) => {
      const served = models.find((one) => one.id === id);
      const entry = served ?? (await installedModel(id));
      if (!entry) throw new FailureError('model-missing', id);
      return { entry, from: served && baseUrl };
    }),
  );
  const loaded = entries.map(() => 0);
  const totals = [...loaded];
  const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0);
  const loading = await Promise.allSettled(
    entries.map(({ entry, from }, i) => {
      const onProgress = (bytes: number, total: number) => {
        loaded[i] = bytes;
        totals[i] = total;
        options.onProgress?.(sum(loaded), sum(totals));
      };
      return loadGraph(from, entry, { ...options, onProgress });
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
