/** `engine/graph/format.ts` as a stranger may have written it. */
import * as v from 'valibot';

const name = v.pipe(v.string(), v.minLength(1), v.maxLength(1000));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20));
const finite = v.pipe(v.number(), v.finite());
const weight = v.strictObject({
  shape: v.pipe(v.array(side), v.minLength(1), v.maxLength(4)),
  at: count,
});
const activation = v.picklist(['linear', 'relu', 'relu6', 'sigmoid']);
const sides = v.strictTuple([count, count, count, count]);
const window = v.picklist(['same', 'valid']);

const op = v.variant('op', [
  v.strictObject({
    op: v.picklist(['conv', 'depthwise']),
    in: name,
    out: name,
    filter: weight,
    bias: v.exactOptional(weight),
    stride: side,
    pad: v.union([window, sides]),
    dilation: v.exactOptional(side),
    activation,
  }),
  v.strictObject({ op: v.picklist(['add', 'mul']), in: v.strictTuple([name, name]), out: name }),
  v.strictObject({
    op: v.literal('concat'),
    in: v.pipe(v.array(name), v.minLength(1), v.maxLength(1000)),
    out: name,
  }),
  v.strictObject({ op: v.picklist(['mean', 'max', 'softmax']), in: name, out: name }),
  v.strictObject({
    op: v.picklist(['max-pool', 'average-pool']),
    in: name,
    out: name,
    window: v.strictTuple([side, side]),
    stride: side,
    pad: window,
  }),
  v.strictObject({ op: v.literal('pad'), in: name, out: name, sides }),
  v.strictObject({
    op: v.literal('reshape'),
    in: name,
    out: name,
    shape: v.strictTuple([side, side, side]),
  }),
  v.strictObject({
    op: v.literal('activation'),
    in: name,
    out: name,
    activation: v.picklist(['relu', 'relu6', 'sigmoid']),
  }),
  v.strictObject({
    op: v.literal('upsample'),
    in: name,
    out: name,
    factor: side,
    method: v.exactOptional(v.literal('nearest')),
  }),
]);

export const graphSchema = v.strictObject({
  format: v.literal('aprendiz-graph-1'),
  id: name,
  input: name,
  scale: finite,
  offset: finite,
  multiple: side,
  side: v.exactOptional(side),
  ops: v.pipe(v.array(op), v.maxLength(20_000)),
  outputs: v.record(v.string(), name),
});
