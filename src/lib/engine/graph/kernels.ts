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

export type GraphKernel = (typeof graphKernels)[number];
