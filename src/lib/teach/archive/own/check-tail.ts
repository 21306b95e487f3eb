/** What a stranger's file says was trained below a head on pictures. */
import * as v from 'valibot';
import { checkOps } from '#lib/catalogue/keeping/check-graph.ts';
import { graphSchema } from '#lib/catalogue/keeping/graph-schema.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { TrunkSpec } from '#lib/vision/trunks.ts';
import type { PictureTail } from '../../trainer/tail.ts';

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
  const known = new Map(tail.weights.map((weight) => [weight.at, weight]));
  const shapeOf = checkOps(graph, input.size, ({ at, shape }) => {
    const weight = known.get(at);
    if (weight?.shape.join() !== shape.join()) {
      throw new FailureError('model-corrupt', `weights at ${at}`);
    }
    return { shape, data: weight.values };
  });
  const shape = shapeOf('embedding');
  if (shape?.[0] !== 1 || shape[1] !== 1) throw new FailureError('model-corrupt', 'no embedding');
  return shape[2];
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
