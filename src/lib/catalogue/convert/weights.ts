/** The numbers of a TensorFlow.js model, by name, decoded when they are asked for. */
import { decodeHalves } from '#lib/engine/graph/half.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { limits } from './limits.ts';
import type { ModelJson, WeightSpec } from './model-json.ts';
import type { Values } from './network.ts';

/** Bytes of one number, as it is stored. */
const widths: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

interface Stored {
  readonly spec: WeightSpec;
  readonly bytes: ArrayBuffer;
  readonly at: number;
  readonly length: number;
}

export class Weights {
  readonly #stored = new Map<string, Stored>();
  /** Full names by those without the part before the last, which some versions of Keras put there. */
  readonly #shortened = new Map<string, string>();
  readonly #decoded = new Map<string, Values>();

  /**
   * @param groups bytes of each group of the manifest, its files joined.
   * @throws FailureError `model-corrupt` (too few or too many bytes) | `model-unsupported` (its type)
   *   | `model-too-large`
   */
  constructor(
    { weightsManifest }: Pick<ModelJson, 'weightsManifest'>,
    groups: readonly ArrayBuffer[],
  ) {
    let numbers = 0;
    weightsManifest.forEach(({ weights }, group) => {
      const bytes = groups[group] ?? new ArrayBuffer(0);
      let at = 0;
      for (const spec of weights) {
        const width = widths[spec.quantization?.dtype ?? spec.dtype];
        if (!width || !(spec.dtype in widths)) throw unsupported(`${spec.dtype} of ${spec.name}`);
        const length = spec.shape.reduce((product, side) => product * side, 1);
        // A shape may claim anything: nothing is made of that size before the bytes are there.
        if (at + length * width > bytes.byteLength) throw corrupt(`too few bytes for ${spec.name}`);
        if (this.#stored.has(spec.name)) throw corrupt(`${spec.name} is there twice`);
        this.#stored.set(spec.name, { spec, bytes, at, length });
        const parts = spec.name.split('/');
        if (parts.length > 2) {
          this.#shortened.set([...parts.slice(0, -2), ...parts.slice(-1)].join('/'), spec.name);
        }
        at += length * width;
        numbers += length;
      }
      if (at !== bytes.byteLength) throw corrupt(`${bytes.byteLength - at} bytes over`);
    });
    if (numbers > limits.weights) throw new FailureError('model-too-large', `${numbers} weights`);
  }

  /** @throws FailureError `model-corrupt` where it holds what is no number. */
  find(name: string): Values | undefined {
    const known = this.#decoded.get(name);
    if (known) return known;
    const stored = this.#stored.get(name) ?? this.#stored.get(this.#shortened.get(name) ?? '');
    if (!stored) return undefined;
    const data = decode(stored);
    if (!data.every(Number.isFinite)) throw corrupt(`${name} is not all numbers`);
    const values = { shape: stored.spec.shape, data };
    this.#decoded.set(name, values);
    return values;
  }
}

function decode({ spec, bytes, at, length }: Stored): Float32Array<ArrayBuffer> {
  const { quantization } = spec;
  const kind = quantization?.dtype ?? spec.dtype;
  const part = bytes.slice(at, at + length * (widths[kind] ?? 0));
  if (kind === 'float16') return new Float32Array(decodeHalves(part, 0, length));
  if (kind === 'float32') return new Float32Array(part);
  if (kind === 'int32') return Float32Array.from(new Int32Array(part));
  const steps = kind === 'uint16' ? new Uint16Array(part) : new Uint8Array(part);
  if (!quantization || quantization.dtype === 'float16') return Float32Array.from(steps);
  const { min, scale } = quantization;
  return Float32Array.from(steps, (step) => step * scale + min);
}

const corrupt = (what: string) => new FailureError('model-corrupt', what);
const unsupported = (what: string) => new FailureError('model-unsupported', what);
