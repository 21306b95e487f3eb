/** Writes prepared networks as the files that the app serves. The same input gives the same bytes. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry } from '#lib/cache/installed-model.ts';
import type { Network } from '#lib/catalogue/convert/network.ts';
import { joinHalves, packGraph } from '#lib/catalogue/convert/pack.ts';
import type { Graph, IndexEntry } from '#lib/engine/graph/format.ts';
import { encodeDraft } from './draft.ts';

export function sha256(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

/** The graph and the bytes of its weights. */
export function pack(network: Network): { graph: Graph; weights: Uint8Array<ArrayBuffer> } {
  const packed = packGraph(network);
  return { graph: packed.graph, weights: new Uint8Array(joinHalves(packed).buffer) };
}

/** Replaces the model's folder under `root`. @param drafted answers first, from a draft where it has to come. */
export function write(root: string, network: Network, drafted = false): IndexEntry {
  const { graph, weights } = pack(network);
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
    ...(drafted && {
      draft: putFile(root, `${network.id}/draft`, 'bin', encodeDraft(graph, weights)),
    }),
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
