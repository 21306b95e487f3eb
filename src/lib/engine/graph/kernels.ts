/**
 * Names of the TensorFlow.js kernels that graphs, classifiers and explanations run. A backend that
 * registers these (and the `Identity`/`Reshape` that its own kernels call) can run every model here.
 */
export const graphKernels = [
  'Add',
  'AvgPool',
  'Concat',
  'FusedConv2D',
  'FusedDepthwiseConv2D',
  'Max',
  'MaxPool',
  'Mean',
  'Multiply',
  'PadV2',
  'Relu',
  'Relu6',
  'Reshape',
  'ResizeBilinear',
  'ResizeNearestNeighbor',
  'Sigmoid',
  'Softmax',
] as const;

export type GraphKernel = (typeof graphKernels)[number];
