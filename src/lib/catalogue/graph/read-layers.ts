/** The layers of a model that is on this device or comes with the app; its weights stay where they are. */
import { openFile } from '#lib/cache/files.ts';
import { fileUrl, parseJson } from '#lib/cache/index-file.ts';
import type { Graph } from '#lib/engine/graph/format.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';
import type { ModelRow } from '../rows.ts';
import { imageLayers } from './image-layers.ts';
import type { ModelLayers } from './layers.ts';
import { textLayers } from './text-layers.ts';

/**
 * @param baseUrl the models folder
 * @throws FailureError as `openFile` does, and `model-corrupt`
 */
export async function readLayers(
  { entry, files, installed }: ModelRow,
  baseUrl: string,
): Promise<ModelLayers> {
  const described = installed?.graph ?? files.find(({ file }) => file.endsWith('.json'));
  const weights = installed?.weights ?? files.find(({ file }) => file.endsWith('.bin'));
  if (!described || !weights) throw new FailureError('model-missing', entry.id);
  const url = installed ? undefined : fileUrl(baseUrl, described.file);
  const file = parseJson<Graph | TextModelFile>(await openFile(url, described), described.file);
  switch (file.format) {
    case 'aprendiz-graph-1': {
      const pixels = 'pixels' in entry.input ? entry.input.pixels : 224;
      return imageLayers(file, file.side ?? pixels, weights.bytes);
    }
    case 'aprendiz-text-1':
      return textLayers(file);
    default:
      throw new FailureError('model-corrupt', described.file);
  }
}
