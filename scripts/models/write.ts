/** Writes prepared networks as the files that the app serves. The same input gives the same bytes. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry } from '#lib/cache/installed-model.ts';
import type { Network } from '#lib/catalogue/convert/network.ts';
import { joinHalves, packGraph } from '#lib/catalogue/convert/pack.ts';
import type { Graph, IndexEntry } from '#lib/engine/graph/format.ts';

export function sha256(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** A graph and the bytes of its weights. */
export interface Packed {
  readonly graph: Graph;
  readonly weights: Uint8Array<ArrayBuffer>;
}

export function pack(network: Network): Packed {
  const packed = packGraph(network);
  return { graph: packed.graph, weights: new Uint8Array(joinHalves(packed).buffer) };
}

/**
 * Replaces the model's folder under `root`.
 * @param draftOf of a network that answers first, from a draft where its weights have to come
 */
export async function write(
  root: string,
  network: Network,
  draftOf?: (packed: Packed) => Promise<Uint8Array>,
): Promise<IndexEntry> {
  const packed = pack(network);
  const { graph, weights } = packed;
  const draft = await draftOf?.(packed);
  const folder = join(root, network.id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return {
    id: network.id,
    graph: putFile(
      root,
      `${network.id}/graph`,
      'json',
      new TextEncoder().encode(JSON.stringify(graph)),
    ),
    weights: putFile(root, `${network.id}/weights`, 'bin', weights),
    ...(draft && { draft: putFile(root, `${network.id}/draft`, 'bin', draft) }),
  };
}

/** Writes a file under a name that holds its hash. @param name its path under `root`, without either */
export function putFile(
  root: string,
  name: string,
  extension: string,
  bytes: Uint8Array,
): FileEntry {
  const hash = sha256(bytes);
  const file = `${name}-${hash.slice(0, 8)}.${extension}`;
  writeFileSync(join(root, file), bytes);
  return { file, bytes: bytes.byteLength, sha256: hash };
}
