/** Brings a text model from the disk or from where it is served. No TensorFlow.js here. */
import { openFile } from '#lib/cache/files.ts';
import { fileUrl, loadIndex, parseJson } from '#lib/cache/index-file.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { TextModelFile } from './format.ts';

/** A text model as it was served: described, and its numbers. */
export interface TextModelData {
  readonly file: TextModelFile;
  readonly bytes: ArrayBuffer;
}

export type OnProgress = (loadedBytes: number, totalBytes: number) => void;

/**
 * Reads one text model from this device, or fetches and verifies it (size and SHA-256).
 * @param baseUrl the models folder, e.g. `/models/`
 * @throws FailureError as `openFile` does
 */
export async function loadTextModel(
  id: string,
  baseUrl: string,
  onProgress: OnProgress = () => {},
  signal?: AbortSignal,
): Promise<TextModelData> {
  const index = await loadIndex(baseUrl, signal);
  const entry = index.texts.find((text) => text.id === id);
  if (!entry) throw new FailureError('model-missing', `${id} is not in the index`);
  const total = entry.model.bytes + entry.weights.bytes;
  const loaded = { model: 0, weights: 0 };
  const get = (part: 'model' | 'weights') =>
    openFile(
      fileUrl(baseUrl, entry[part].file),
      entry[part],
      (bytes) => {
        loaded[part] = bytes;
        onProgress(loaded.model + loaded.weights, total);
      },
      signal,
    );
  const [model, bytes] = await Promise.all([get('model'), get('weights')]);
  return { file: parseJson<TextModelFile>(model, entry.model.file), bytes };
}
