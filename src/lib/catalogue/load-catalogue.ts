/** The catalogue as the build made it; on this device whenever the app is. */
import { fileUrl, parseJson } from '#lib/cache/index-file.ts';
import { fetchBytes } from '#lib/cache/request.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { Catalogue } from './entry.ts';

/**
 * @param baseUrl the models folder, e.g. `/models/`
 * @throws FailureError `offline` | `model-missing` | `captive-portal` | `model-corrupt`
 */
export async function loadCatalogue(baseUrl: string): Promise<Catalogue> {
  const url = fileUrl(baseUrl, 'catalogue.json');
  const catalogue = parseJson<Catalogue>(await fetchBytes(url), url);
  if (catalogue.format !== 'aprendiz-catalogue-1') throw new FailureError('model-corrupt', url);
  return catalogue;
}
