/** The list of what is served in the models folder. No TensorFlow.js here: text models need none. */
import { FailureError } from '#lib/failure/failure.ts';
import { fetchBytes } from './fetch-verified.ts';
import type { ModelIndex } from './format.ts';

/**
 * @param baseUrl the models folder, e.g. `/models/`.
 * @throws FailureError `offline` | `model-missing` | `model-corrupt`
 */
export async function loadIndex(baseUrl: string, signal?: AbortSignal): Promise<ModelIndex> {
  const url = fileUrl(baseUrl, 'index.json');
  const bytes = await fetchBytes(url, 'default', () => {}, signal);
  const index = parseJson<ModelIndex>(bytes, url);
  if (index.format !== 'aprendiz-models-1') throw new FailureError('model-corrupt', url);
  return index;
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
