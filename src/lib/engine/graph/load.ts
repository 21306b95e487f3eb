/** Brings a prepared network from where it is served into tensors of the current backend. */
import { backend, engine, tensor, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import { fetchFile, openFile } from '#lib/cache/files.ts';
import { registerMoreKernels } from '#lib/engine/backends/register.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { convolutionsOf, decodeDraft, lengthOf } from './draft.ts';
import type { Graph, IndexEntry, ModelIndex, Weight } from './format.ts';
import { decodeHalves, decodeHalvesInto } from './half.ts';
import { needsMoreKernels } from './kernels.ts';
import { fileUrl, parseJson } from '#lib/cache/index-file.ts';

/** A network with its weights on the backend; see `disposeGraph` in `run.ts`. */
export interface LoadedGraph {
  readonly graph: Graph;
  /** Filters and biases by their place in the weights file. */
  readonly weights: ReadonlyMap<Weight['at'], Tensor>;
}

export type OnProgress = (loadedBytes: number, totalBytes: number) => void;

export interface LoadOptions {
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Settles when there is a backend to upload to; files are read meanwhile. Absent: there is one. */
  readonly backend?: Promise<unknown> | undefined;
  /** Of what is served, where it has been asked for. */
  readonly index?: Promise<ModelIndex> | undefined;
  /** Drafts of weights instead of those, where there are any. */
  readonly drafts?: boolean | undefined;
}

/** A backend whose tensors lie in memory that we may write to: WebAssembly's. */
interface WritableBackend {
  makeOutput(shape: number[], type: 'float32'): TensorInfo;
  /** Valid until the memory grows. */
  typedArrayFromHeap(tensor: TensorInfo): Float32Array;
  readonly wasm: { _malloc(bytes: number): number; _free(at: number): void };
}

/**
 * Reads one network from this device, or fetches and verifies it (size and SHA-256), and uploads it.
 * @param baseUrl the models folder; undefined for a network that is on this device only.
 * @throws FailureError as `openFile` does
 */
export async function loadGraph(
  baseUrl: string | undefined,
  entry: IndexEntry,
  { onProgress, signal, backend, drafts }: LoadOptions = {},
): Promise<LoadedGraph> {
  const draft = drafts && baseUrl ? entry.draft : undefined;
  const files = [entry.graph, draft ?? entry.weights];
  const loaded = [0, 0];
  const get = (n: number) => {
    const file = files[n]!;
    const tell = (bytes: number) => {
      loaded[n] = bytes;
      onProgress?.(loaded[0]! + loaded[1]!, files[0]!.bytes + files[1]!.bytes);
    };
    return file === draft
      ? fetchFile(fileUrl(baseUrl!, file.file), file, tell, signal)
      : openFile(baseUrl && fileUrl(baseUrl, file.file), file, tell, signal);
  };
  const [graphBytes, weightBytes] = await Promise.all([get(0), get(1)]);
  const graph = parseJson<Graph>(graphBytes, entry.graph.file);
  if (graph.format !== 'aprendiz-graph-1') {
    throw new FailureError('model-corrupt', `${entry.graph.file}: ${graph.format}`);
  }
  await backend;
  if (needsMoreKernels(graph)) await registerMoreKernels();
  return buildGraph(graph, draft ? decodeDraft(graph, weightBytes) : weightBytes);
}

/**
 * The weights as tensors of the current backend; its kernels are there (`needsMoreKernels`).
 * @param numbers float16 as served, or float32 of a model that came with those.
 */
export function buildGraph(graph: Graph, numbers: ArrayBuffer | Float32Array): LoadedGraph {
  const weights = new Map<number, Tensor>();
  // Outside any tidy: the caller owns them until `disposeGraph`.
  const upload = ({ shape, at }: Weight) => {
    weights.set(at, engine().keep(weightTensor(numbers, at, [...shape])));
  };
  const all = convolutionsOf(graph).flatMap(({ filter, bias }) => [
    filter,
    ...(bias ? [bias] : []),
  ]);
  makeRoom(all.reduce((sum, { shape }) => sum + lengthOf(shape), 0));
  all.forEach(upload);
  return { graph, weights };
}

/** On WebAssembly the only copy of the numbers: they are decoded where the tensor lies. */
function weightTensor(numbers: ArrayBuffer | Float32Array, at: number, shape: number[]): Tensor {
  const length = lengthOf(shape);
  if (numbers instanceof Float32Array) return tensor(numbers.subarray(at, at + length), shape);
  const place = writable();
  if (!place) return tensor(decodeHalves(numbers, at, length), shape);
  const made = place.makeOutput(shape, 'float32');
  decodeHalvesInto(place.typedArrayFromHeap(made), numbers, at);
  return engine().makeTensorFromTensorInfo(made);
}

/** Memory that grows tensor by tensor is searched for garbage at each step: it grows once. */
function makeRoom(numbers: number): void {
  const wasm = writable()?.wasm;
  if (wasm) wasm._free(wasm._malloc(numbers * Float32Array.BYTES_PER_ELEMENT));
}

function writable(): WritableBackend | undefined {
  const place = backend() as Partial<WritableBackend>;
  return 'typedArrayFromHeap' in place ? (place as WritableBackend) : undefined;
}
