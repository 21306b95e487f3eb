/** Reads a TensorFlow.js graph model: its nodes by name and its constants as numbers. */
import { readHalves } from './float16.ts';
import type { Values } from './network.ts';

interface NodeAttributes {
  readonly strides?: { list: { i: string[] } };
  readonly dilations?: { list: { i: string[] } };
  readonly padding?: { s: string };
  readonly fused_ops?: { list: { s?: string[] } };
  readonly keep_dims?: { b: boolean };
  readonly align_corners?: { b: boolean };
  readonly half_pixel_centers?: { b: boolean };
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  readonly input?: readonly string[];
  readonly attr?: NodeAttributes;
}

interface WeightSpec {
  readonly name: string;
  readonly shape: number[];
  readonly dtype: string;
  readonly quantization?: { dtype: string };
}

export interface GraphModelJson {
  readonly modelTopology: { readonly node: readonly GraphNode[] };
  readonly weightsManifest: readonly { readonly weights: readonly WeightSpec[] }[];
}

export class GraphModel {
  readonly #nodes: ReadonlyMap<string, GraphNode>;
  readonly #constants = new Map<string, Values>();

  constructor(json: GraphModelJson, weights: Uint8Array) {
    this.#nodes = new Map(json.modelTopology.node.map((node) => [node.name, node]));
    let at = 0;
    for (const spec of json.weightsManifest.flatMap((group) => group.weights)) {
      const count = spec.shape.reduce((product, side) => product * side, 1);
      const half = spec.quantization?.dtype === 'float16';
      if (!half && spec.dtype !== 'int32') throw new Error(`unexpected type of ${spec.name}`);
      const bytes = weights.slice(at, at + count * (half ? 2 : 4));
      at += bytes.byteLength;
      this.#constants.set(spec.name, {
        shape: spec.shape,
        data: half ? readHalves(bytes) : Float32Array.from(new Int32Array(bytes.buffer)),
      });
    }
    if (at !== weights.byteLength) throw new Error('the weights do not fill their file');
  }

  node(name: string | undefined): GraphNode {
    const node = this.#nodes.get(name ?? '');
    if (!node) throw new Error(`no node ${name}`);
    return node;
  }

  constant(name: string | undefined): Values | undefined {
    return this.#constants.get(name ?? '');
  }

  /** The numbers of a constant that must be there. */
  numbers(name: string | undefined): number[] {
    const values = this.constant(name);
    if (!values) throw new Error(`${name} is not a constant`);
    return [...values.data];
  }

  /** The number of a scalar constant, or undefined where the node computes. */
  scalar(name: string | undefined): number | undefined {
    const values = this.constant(name);
    return values?.shape.length === 0 ? values.data[0] : undefined;
  }
}

export function text(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString();
}
