/** The operations of TensorFlow graphs that are read. All there is: nothing is looked up by name elsewhere. */

export const arithmetic: ReadonlySet<string> = new Set([
  ...['Add', 'AddV2', 'AddN', 'BiasAdd', 'Sub', 'Mul', 'RealDiv', 'Div', 'Neg'],
  ...['Maximum', 'Minimum'],
]);

export const shaping: ReadonlySet<string> = new Set([
  ...['Mean', 'Max', 'Pad', 'PadV2', 'ConcatV2'],
  ...['Reshape', 'Squeeze', 'Shape', 'StridedSlice', 'Pack'],
]);

/** Those that are activations, alone or fused into another. */
export const activating: ReadonlySet<string> = new Set([
  ...['Relu', 'Relu6', 'Sigmoid', 'Tanh', 'LeakyRelu', 'Prelu', 'Softmax'],
]);

const others = new Set([
  ...['Placeholder', 'PlaceholderWithDefault', 'Const', 'Identity', 'StopGradient', 'Cast'],
  ...['Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'],
  ...['MatMul', '_FusedMatMul', 'FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'],
  ...['MaxPool', 'AvgPool', 'ResizeBilinear', 'ResizeNearestNeighbor'],
]);

export const isKnown = (op: string): boolean =>
  [arithmetic, shaping, activating, others].some((operations) => operations.has(op));
