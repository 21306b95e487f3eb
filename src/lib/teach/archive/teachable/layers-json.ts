/** The files of a TensorFlow.js layers model, seen as untrusted JSON. */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';

const weightSpec = v.object({
  name: v.string(),
  shape: v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1 << 20))),
  dtype: v.string(),
  quantization: v.optional(
    v.object({ dtype: v.picklist(['uint8', 'uint16']), min: v.number(), scale: v.number() }),
  ),
});

const modelJson = v.object({
  modelTopology: v.record(v.string(), v.unknown()),
  weightsManifest: v.array(v.object({ paths: v.array(v.string()), weights: v.array(weightSpec) })),
});

/** What Teachable Machine writes beside the model. */
const metadataJson = v.object({
  labels: v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(1000)),
  imageSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(8), v.maxValue(1024)), 224),
  modelName: v.optional(v.string(), ''),
  packageName: v.optional(v.string(), ''),
  grayscale: v.optional(v.boolean(), false),
});

export type ModelJson = v.InferOutput<typeof modelJson>;
export type Metadata = v.InferOutput<typeof metadataJson>;
export type WeightSpec = v.InferOutput<typeof weightSpec>;

/** @throws FailureError `model-corrupt` */
export const readModelJson = (bytes: Uint8Array): ModelJson =>
  parse(modelJson, bytes, 'model.json');

/** @throws FailureError `model-corrupt` */
export const readMetadata = (bytes: Uint8Array): Metadata =>
  parse(metadataJson, bytes, 'metadata.json');

function parse<T extends v.GenericSchema>(
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
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new FailureError('model-corrupt', `${file}: ${v.getDotPath(issue)} ${issue.message}`);
}

export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Weights by name. @throws FailureError `model-corrupt` (too few bytes) | `model-unsupported` */
export function readWeights(
  { weightsManifest }: ModelJson,
  fileOf: (path: string) => Uint8Array<ArrayBuffer>,
): Map<string, Values> {
  const weights = new Map<string, Values>();
  for (const { paths, weights: specs } of weightsManifest) {
    const bytes = joined(paths.map(fileOf));
    let at = 0;
    for (const spec of specs) {
      const length = spec.shape.reduce((product, side) => product * side, 1);
      const { data, bytes: used } = decode(bytes, at, length, spec);
      weights.set(spec.name, { shape: spec.shape, data });
      at += used;
    }
    if (at !== bytes.length)
      throw new FailureError('model-corrupt', `${bytes.length - at} bytes over`);
  }
  return weights;
}

function decode(bytes: Uint8Array<ArrayBuffer>, at: number, length: number, spec: WeightSpec) {
  const width = spec.quantization?.dtype === 'uint8' ? 1 : spec.quantization ? 2 : 4;
  if (spec.dtype !== 'float32') throw new FailureError('model-unsupported', spec.dtype);
  if (at + length * width > bytes.length) throw new FailureError('model-corrupt', spec.name);
  const part = bytes.slice(at, at + length * width).buffer;
  const { quantization } = spec;
  if (!quantization) return { data: new Float32Array(part), bytes: length * width };
  const { min, scale } = quantization;
  const steps = width === 1 ? new Uint8Array(part) : new Uint16Array(part);
  return { data: Float32Array.from(steps, (step) => step * scale + min), bytes: length * width };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
