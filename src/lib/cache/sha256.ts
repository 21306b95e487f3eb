import { loadChunk } from '#lib/failure/load-chunk.ts';

/** SHA-256 as lower-case hex, also where the platform has none: on insecure origins. */
export async function sha256(data: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto.subtle as SubtleCrypto | undefined;
  const digest = subtle ? await subtle.digest('SHA-256', data) : await digestHere(data);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function digestHere(data: ArrayBuffer | Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const { sha256Digest } = await loadChunk(() => import('./sha256-digest.ts'));
  return sha256Digest(data instanceof ArrayBuffer ? data : data.slice().buffer);
}
