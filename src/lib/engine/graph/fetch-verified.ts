/** Fetches a file and hands it over only if it is the very file that was asked for. */
import { FailureError } from '#lib/failure/failure.ts';
import type { FileEntry } from '#lib/cache/installed-model.ts';
import { sha256 } from './sha256.ts';

export type OnBytes = (loaded: number) => void;

/**
 * @param onBytes told the bytes of this file received so far; starts again at zero on a retry.
 * @throws FailureError `offline` (no answer), `model-missing` (not there, or a page instead of it),
 *   `model-corrupt` (wrong size or hash, twice: the second time past the HTTP cache).
 */
export async function fetchVerified(
  url: string,
  entry: FileEntry,
  onBytes: OnBytes,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  for (const cache of ['default', 'reload'] as const) {
    const buffer = await fetchBytes(url, cache, onBytes, signal);
    if (buffer.byteLength === entry.bytes && (await sha256(buffer)) === entry.sha256) return buffer;
  }
  throw new FailureError('model-corrupt', url);
}

/** @throws FailureError `offline` | `model-missing` */
export async function fetchBytes(
  url: string,
  cache: RequestCache,
  onBytes: OnBytes,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  const response = await request(url, cache, signal);
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!response.ok || isPage) throw new FailureError('model-missing', `${response.status} ${url}`);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let loaded = 0;
  onBytes(0);
  try {
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
      parts.push(part.value);
      loaded += part.value.byteLength;
      onBytes(loaded);
    }
  } catch (error) {
    throw asFailure(error, url, signal);
  }
  return new Blob(parts).arrayBuffer();
}

async function request(url: string, cache: RequestCache, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { cache, ...(signal && { signal }) });
  } catch (error) {
    throw asFailure(error, url, signal);
  }
}

/** A cancelled fetch stays what it is; any other broken one means that the network is gone. */
function asFailure(error: unknown, url: string, signal?: AbortSignal): unknown {
  return signal?.aborted ? error : new FailureError('offline', `${url}: ${String(error)}`);
}
