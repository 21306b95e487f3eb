/** What an operation makes of the sizes of what it reads. Pure; checks nothing. */
import type { Op, Padding, Weight } from './format.ts';

/** [height, width, channels] of one picture of a batch. */
export type MapShape = readonly [height: number, width: number, channels: number];

/** An operation, whether its weights are places in a file or numbers. */
export type ShapedOp = Op | WithShapes<Op>;
type WithShapes<T> = T extends { filter: Weight }
  ? Omit<T, 'filter' | 'bias'> & { readonly filter: { readonly shape: readonly number[] } }
  : never;

/** @param inputs of what the operation reads, in order. */
export function shapeAfter(op: ShapedOp, inputs: readonly MapShape[]): MapShape {
  const [first = none, second = none] = inputs;
  const [height, width, channels] = first;
  switch (op.op) {
    case 'conv':
    case 'depthwise': {
      const [down = 0, across = 0, , outputs = 0] = op.filter.shape;
      const after = [
        windowed(height, down, op.stride, op.pad, 0, op.dilation),
        windowed(width, across, op.stride, op.pad, 2, op.dilation),
      ] as const;
      return [...after, op.op === 'conv' ? outputs : channels];
    }
    case 'max-pool':
    case 'average-pool':
      return [
        windowed(height, op.window[0], op.stride, op.pad, 0),
        windowed(width, op.window[1], op.stride, op.pad, 2),
        channels,
      ];
    case 'concat':
      return [height, width, inputs.reduce((sum, shape) => sum + shape[2], 0)];
    case 'mean':
    case 'max':
      return [1, 1, channels];
    case 'upsample':
      return [height * op.factor, width * op.factor, channels];
    case 'pad': {
      const [top, bottom, left, right] = op.sides;
      return [height + top + bottom, width + left + right, channels];
    }
    case 'reshape':
      return op.shape;
    case 'add':
    case 'mul':
      return [Math.max(height, second[0]), Math.max(width, second[1]), channels];
    case 'activation':
    case 'softmax':
      return first;
  }
}

const none: MapShape = [0, 0, 0];

function windowed(
  side: number,
  window: number,
  stride: number,
  pad: Padding,
  at: 0 | 2,
  dilation = 1,
): number {
  const reach = (window - 1) * dilation + 1;
  return typeof pad === 'string'
    ? outputSide(side, reach, stride, pad)
    : outputSide(side + pad[at] + pad[at + 1]!, reach, stride, 'valid');
}

/** Side of a map after a window has moved over it. */
export function outputSide(
  side: number,
  window: number,
  stride: number,
  pad: 'same' | 'valid',
): number {
  return pad === 'same' ? Math.ceil(side / stride) : Math.floor((side - window) / stride) + 1;
}

/** Zeros that TensorFlow's `same` puts before and after. */
export function samePadding(side: number, window: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(side / stride) - 1) * stride + window - side, 0);
  return [total >> 1, total - (total >> 1)];
}
