/** What an HTML file carries besides its program: the model, its words, and how it was checked. Pure. */
import type { Graph, Op, Weight } from '#lib/engine/graph/format.ts';
import { decodeHalves, encodeHalves } from '#lib/engine/graph/half.ts';
import { opsFor } from '#lib/engine/graph/plan.ts';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';
import type { Head } from '../../heads/head.ts';
import type { Familiarity } from '../../score/open-set.ts';
import type { PictureTail } from '../../trainer/tail.ts';
import type { ModelSource, SourceNetwork } from '../model/source.ts';

export interface PageNetwork {
  /** Only what its embedding needs; `Weight.at` counts in `weights`. */
  readonly graph: Graph;
  readonly input: InputSpec;
  /** float16 bits where nothing is lost by it. */
  readonly weights: Uint16Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
}

export interface TunedWeights {
  /** Of `networks`, and of the trunk's. */
  readonly network: number;
  readonly weights: readonly {
    /** In the trunk's own graph. */
    readonly at: number;
    readonly shape: readonly number[];
    /** In `PageNetwork.weights`. */
    readonly from: number;
  }[];
}

/** A picture of the project with what the live model said of it. */
export interface PageGolden {
  readonly fileName: string;
  readonly scores: readonly number[];
}

export const pageWords = [
  'camera',
  'stop',
  'photo',
  'drop',
  'unknown',
  'offline',
  'loading',
  'no_camera',
  'no_photo',
  'no_simd',
  'checked',
  'square',
] as const;
export type PageWords = Readonly<Record<(typeof pageWords)[number], string>>;

export interface PageContent {
  readonly format: 'aprendiz-page-1';
  readonly name: string;
  readonly labels: readonly string[];
  readonly networks: readonly PageNetwork[];
  readonly pooling: ModelSource['pooling'];
  readonly head: Head;
  readonly familiarity?: Familiarity;
  readonly unknownFrom?: number;
  /** What it was taught on; absent where the network is its own, and in files of the first version. */
  readonly trunk?: string;
  /** Where the weights lie that its run trained, so that it can come back. */
  readonly tuned?: TunedWeights;
  readonly golden: readonly PageGolden[];
  /** Largest difference from the live model on the golden pictures; filled in once it was measured. */
  readonly difference?: number;
  readonly locale: string;
  /** By locale. */
  readonly words: Readonly<Record<string, PageWords>>;
}

/** @param own the network that a run trained the end of, and `page` what was made of it */
export function tunedWeights(
  tail: Extract<PictureTail, { kind: 'fine-tune' }>,
  { graph }: SourceNetwork,
  page: PageNetwork,
): TunedWeights {
  const here = weightsOf(page.graph);
  const places = new Map(
    weightsOf({ ...graph, ops: embeddingOps(graph) }).map(({ at }, i) => [at, here[i]!.at]),
  );
  return {
    network: tail.network,
    weights: tail.weights.flatMap(({ at, shape }) => {
      const from = places.get(at);
      return from === undefined ? [] : [{ at, shape, from }];
    }),
  };
}

const weightsOf = ({ ops }: Graph): Weight[] =>
  ops.flatMap((op) =>
    op.op === 'conv' || op.op === 'depthwise' ? [op.filter, ...(op.bias ? [op.bias] : [])] : [],
  );

function embeddingOps(graph: Graph) {
  const embedding = graph.outputs['embedding'];
  if (embedding === undefined) throw new Error(`${graph.id} has no embedding`);
  return opsFor(graph, [embedding]);
}

export function pageNetwork({ graph, input, read }: SourceNetwork): PageNetwork {
  const embedding = graph.outputs['embedding']!;
  const parts: Float32Array[] = [];
  let length = 0;
  const keep = (weight: Weight): Weight => {
    const numbers = read(weight);
    parts.push(numbers);
    length += numbers.length;
    return { shape: weight.shape, at: length - numbers.length };
  };
  const ops = embeddingOps(graph).map((op): Op => {
    if (op.op !== 'conv' && op.op !== 'depthwise') return op;
    return { ...op, filter: keep(op.filter), ...(op.bias && { bias: keep(op.bias) }) };
  });
  const numbers = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    numbers.set(part, at);
    at += part.length;
  }
  const halves = encodeHalves(numbers);
  const back = decodeHalves(halves.buffer, 0, halves.length);
  const isExact = back.every((value, i) => value === numbers[i]);
  return {
    graph: { ...graph, ops, outputs: { embedding } },
    input,
    weights: isExact ? halves : numbers,
  };
}
