import type { Graph, Op } from './format.ts';

/**
 * Names of the TensorFlow.js kernels that graphs, classifiers and explanations run. A backend that
 * registers these (and the `Identity`/`Reshape` that its own kernels call) can run every model here.
 */
export const graphKernels = [
  'Add',
  'Concat',
  'FusedConv2D',
  'FusedDepthwiseConv2D',
  'Mean',
  'Multiply',
  'Relu',
  'Relu6',
  'Reshape',
  'ResizeBilinear',
  'Sigmoid',
] as const;

/** Those of networks that somebody brings: no worker downloads them before it has one to run. */
export const moreGraphKernels = [
  'AvgPool',
  'Max',
  'MaxPool',
  'PadV2',
  'ResizeNearestNeighbor',
  'Softmax',
] as const;

export type GraphKernel = (typeof graphKernels)[number] | (typeof moreGraphKernels)[number];

const usual: ReadonlySet<Op['op']> = new Set([
  ...(['conv', 'depthwise', 'add', 'mul', 'concat', 'mean', 'activation', 'reshape'] as const),
]);

/** Whether a graph runs more than `graphKernels`. */
export function needsMoreKernels({ ops }: Graph): boolean {
  return !ops.every((op) => usual.has(op.op) || (op.op === 'upsample' && !op.method));
}
