/** `model.json` of TensorFlow.js, seen as untrusted JSON. */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';
import { limits } from './limits.ts';

const side = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));

const weightSpec = v.object({
  name: v.pipe(v.string(), v.maxLength(1000)),
  shape: v.pipe(v.array(side), v.maxLength(8)),
  dtype: v.string(),
  quantization: v.optional(
    v.union([
      v.object({
        dtype: v.picklist(['uint8', 'uint16']),
        min: v.pipe(v.number(), v.finite()),
        scale: v.pipe(v.number(), v.finite()),
      }),
      v.object({ dtype: v.literal('float16') }),
    ]),
  ),
});

const signature = v.looseObject({
  outputs: v.optional(v.record(v.string(), v.looseObject({ name: v.optional(v.string(), '') }))),
});

const modelJson = v.object({
  format: v.optional(v.string()),
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.array(
    v.object({
      paths: v.pipe(v.array(v.pipe(v.string(), v.maxLength(1000))), v.maxLength(limits.shards)),
      weights: v.pipe(v.array(weightSpec), v.maxLength(limits.nodes)),
    }),
  ),
  signature: v.optional(signature),
  userDefinedMetadata: v.optional(v.looseObject({ signature: v.optional(signature) })),
});

export type ModelJson = v.InferOutput<typeof modelJson>;
export type WeightSpec = v.InferOutput<typeof weightSpec>;

/** @throws FailureError `model-corrupt` | `model-too-large` */
export function readModelJson(bytes: Uint8Array): ModelJson {
  if (bytes.length > limits.jsonBytes) {
    throw new FailureError('model-too-large', `model.json of ${bytes.length} bytes`);
  }
  return parseJson(modelJson, bytes, 'model.json');
}

/** A layers model holds layers, a graph model nodes, whatever the format says. */
export function formatOf({ modelTopology }: ModelJson): 'layers' | 'graph' {
  return 'node' in modelTopology ? 'graph' : 'layers';
}

/** @throws FailureError `model-corrupt` */
export function parseJson<T extends v.GenericSchema>(
  schema: T,
  bytes: Uint8Array,
  file: string,
): v.InferOutput<T> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new FailureError('model-corrupt', `${file}: ${String(error)}`);
  }
  return check(schema, value, file);
}

/** @throws FailureError `model-corrupt`, saying where. */
export function check<T extends v.GenericSchema>(
  schema: T,
  value: unknown,
  what: string,
): v.InferOutput<T> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new FailureError('model-corrupt', `${what}: ${v.getDotPath(issue)} ${issue.message}`);
}
