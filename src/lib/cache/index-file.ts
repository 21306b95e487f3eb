/** The list of what is served in the models folder. No TensorFlow.js here: text models need none. */
import { fetchBytes } from './request.ts';
import { FailureError } from '#lib/failure/failure.ts';

import type { ModelIndex } from '#lib/engine/graph/format.ts';
import type { FileEntry } from './installed-model.ts';

/**
 * @param baseUrl the models folder, e.g. `/models/`.
 * @throws FailureError `offline` | `model-missing` | `captive-portal` | `model-corrupt`
 */
export async function loadIndex(baseUrl: string, signal?: AbortSignal): Promise<ModelIndex> {
  const url = fileUrl(baseUrl, 'index.json');
  const bytes = await fetchBytes(url, signal && { signal });
  const index = parseJson<ModelIndex>(bytes, url);
  if (index.format !== 'aprendiz-models-1') throw new FailureError('model-corrupt', url);
  return index;
}

/** Every file of the networks that come with the app. @param ids only of these */
export function builtInFiles({ models, texts }: ModelIndex, ids?: readonly string[]): FileEntry[] {
  const all = [
    ...models.map(({ id, graph, weights }) => ({ id, files: [graph, weights] })),
    ...texts.map(({ id, model, weights }) => ({ id, files: [model, weights] })),
  ];
  return all.filter(({ id }) => ids?.includes(id) ?? true).flatMap(({ files }) => files);
}

export function fileUrl(baseUrl: string, file: string): string {
  return `${baseUrl.replace(/\/$/, '')}/${file}`;
}

/** @throws FailureError `model-corrupt` */
export function parseJson<T>(bytes: ArrayBuffer, from: string): T {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch (error) {
    throw new FailureError('model-corrupt', `${from}: ${String(error)}`);
  }
}
