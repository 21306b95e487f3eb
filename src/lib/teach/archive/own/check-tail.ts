/** What a stranger's file says was trained below a head on pictures. */
import * as v from 'valibot';
import { checkGraph } from '#lib/catalogue/keeping/check-graph.ts';
import { graphSchema } from '#lib/catalogue/keeping/graph-schema.ts';
import { encodeHalves } from '#lib/engine/graph/half.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { TrunkSpec } from '#lib/vision/trunks.ts';
import type { PictureTail, TailWeight } from '../../trainer/tail.ts';

const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20));
const finite = v.pipe(v.number(), v.finite());
const weights = v.pipe(
  v.array(
    v.pipe(
      v.object({
        at: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31)),
        shape: v.pipe(v.array(side), v.minLength(1), v.maxLength(4)),
        values: v.instance(Float32Array),
      }),
      v.check(({ shape, values }) => sizeOf(shape) === values.length, 'weights of another shape'),
      v.check(({ values }) => values.every(Number.isFinite), 'weights that are no numbers'),
    ),
  ),
  v.minLength(1),
  v.maxLength(10_000),
);

export const pictureTailShape = v.variant('kind', [
  v.object({
    kind: v.literal('fine-tune'),
    network: v.pipe(v.number(), v.integer(), v.minValue(0)),
    weights,
  }),
  v.object({
    kind: v.literal('cnn'),
    graph: graphSchema,
    input: v.object({
      size: v.pipe(side, v.maxValue(2048)),
      fit: v.picklist(['squash', 'cover', 'contain']),
      scale: finite,
      offset: finite,
    }),
    weights,
  }),
]);

/**
 * @param trunk undefined only for a network of its own
 * @returns how many numbers it gives, where it is not as many as the trunk
 * @throws FailureError `model-corrupt` | `model-unsupported` | `model-too-large`
 */
export function checkTail(tail: PictureTail, trunk: TrunkSpec | undefined): number | undefined {
  if (tail.kind === 'fine-tune') {
    if (trunk?.parts[tail.network]) return undefined;
    throw new FailureError('model-corrupt', `network ${tail.network}`);
  }
  const { graph, input } = tail;
  const known = new Map(tail.weights.map(({ at, shape }) => [at, shape]));
  const read = graph.ops.flatMap((op) =>
    op.op === 'conv' || op.op === 'depthwise' ? [op.filter, ...(op.bias ? [op.bias] : [])] : [],
  );
  for (const { at, shape } of read) {
    if (known.get(at)?.join() !== shape.join()) {
      throw new FailureError('model-corrupt', `weights at ${at}`);
    }
  }
  const squared = new TextEncoder().encode(JSON.stringify({ ...graph, side: input.size }));
  const shape = checkGraph(squared, halvesOf(tail.weights)).shapeOf('embedding');
  if (shape?.[0] !== 1 || shape[1] !== 1) throw new FailureError('model-corrupt', 'no embedding');
  return shape[2];
}

/** As a file of the graph's format has them, near enough to see that they fit. */
function halvesOf(all: readonly TailWeight[]): Uint8Array<ArrayBuffer> {
  const length = Math.max(...all.map(({ at, values }) => at + values.length));
  const most = all.reduce((sum, { values }) => sum + values.length, 0);
  // Between them nothing is kept, so far apart they cannot be.
  if (length > 2 * most + 1024) throw new FailureError('model-corrupt', `${length} weights`);
  const halves = new Uint16Array(length);
  for (const { at, values } of all) halves.set(encodeHalves(values), at);
  return new Uint8Array(halves.buffer);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
