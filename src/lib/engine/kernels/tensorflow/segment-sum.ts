/**
 * `UnsortedSegmentSum`, which the wasm backend lacks: the gradient of a gather, and so what training
 * an embedding needs. Row by row in the backend's own memory.
 */
import {
  UnsortedSegmentSum,
  util,
  type KernelConfig,
  type KernelFunc,
  type NamedTensorInfoMap,
  type UnsortedSegmentSumAttrs,
} from '@tensorflow/tfjs-core';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';

const sumSegments: KernelFunc = ({ inputs, backend, attrs }) => {
  const { x, segmentIds } = inputs as NamedTensorInfoMap &
    Record<'x' | 'segmentIds', NamedTensorInfoMap[string]>;
  const { numSegments } = attrs as unknown as UnsortedSegmentSumAttrs;
  const wasm = backend as BackendWasm;
  if (segmentIds!.shape.length !== 1) throw new RangeError('Segments of whole rows only');
  const [rows, ...rest] = x!.shape;
  const columns = util.sizeFromShape(rest);
  const out = wasm.makeOutput([numSegments, ...rest], x!.dtype);
  // Views are taken after the memory has grown for the output.
  const sums = wasm.typedArrayFromHeap(out);
  const values = wasm.typedArrayFromHeap(x!);
  const segments = wasm.typedArrayFromHeap(segmentIds!);
  sums.fill(0);
  for (let row = 0; row < rows!; row++) {
    const segment = segments[row]!;
    // As TensorFlow defines it: rows of a segment that there is not are dropped.
    if (segment < 0 || segment >= numSegments) continue;
    const [to, from] = [segment * columns, row * columns];
    for (let k = 0; k < columns; k++) sums[to + k]! += values[from + k]!;
  }
  return out;
};

export const segmentSumConfig: KernelConfig = {
  kernelName: UnsortedSegmentSum,
  backendName: 'wasm',
  kernelFunc: sumSegments,
};
