/** Writes prepared networks as the files that the app serves. The same input gives the same bytes. */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry } from '#lib/cache/installed-model.ts';
import type { Graph, IndexEntry, Op, Weight } from '#lib/engine/graph/format.ts';
import { writeHalves } from './float16.ts';
import { isConvolution, type Layer, type Network, type Values } from './network.ts';

export function sha256(...parts: readonly (Uint8Array | string)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}

class WeightsWriter {
  readonly #parts: Values[] = [];
  #length = 0;

  add(values: Values): Weight {
    const weight = { shape: values.shape, at: this.#length };
    this.#parts.push(values);
    this.#length += values.data.length;
    return weight;
  }

  bytes(): Uint8Array {
    const bytes = new Uint8Array(this.#length * 2);
    let at = 0;
    for (const { data } of this.#parts) {
      bytes.set(writeHalves(data), at);
      at += data.length * 2;
    }
    return bytes;
  }
}

/** The graph and the bytes of its weights. */
export function pack(network: Network): { graph: Graph; weights: Uint8Array } {
  const writer = new WeightsWriter();
  const place = (layer: Layer): Op => {
    if (!isConvolution(layer)) return layer;
    const { filter, bias, ...rest } = layer;
    return { ...rest, filter: writer.add(filter), ...(bias && { bias: writer.add(bias) }) };
  };
  const { layers, ...rest } = network;
  const graph: Graph = { format: 'aprendiz-graph-1', ...rest, ops: layers.map(place) };
  return { graph, weights: writer.bytes() };
}

/** Replaces the model's folder under `root`. */
export function write(root: string, network: Network): IndexEntry {
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
