/**
 * The chain of seed 002: four layers of one sigmoid neuron each, and the gradient at the first bias,
 * ∂C/∂b₁ = σ′(z₁)·w₂·σ′(z₂)·w₃·σ′(z₃)·w₄·σ′(z₄)·∂C/∂a₄, with C = ½·(a₄ − y)². Pure.
 */
import { sigmoid } from '#lib/maths/network/activations.ts';

export interface ChainShape {
  readonly x: number;
  /** w₁ … w₄ */
  readonly weights: readonly number[];
  /** b₁ … b₄ */
  readonly biases: readonly number[];
  /** What a₄ should be. */
  readonly y: number;
}

export interface Chain {
  /** z₁ … z₄, with zₗ = wₗ·aₗ₋₁ + bₗ and a₀ = x. */
  readonly z: readonly number[];
  readonly a: readonly number[];
  /** σ′(z₁) … σ′(z₄); none is above ¼. */
  readonly slopes: readonly number[];
  readonly cost: number;
  /** ∂C/∂a₄ */
  readonly atOutput: number;
  /** ∂C/∂b₁ … ∂C/∂b₄ */
  readonly atBiases: readonly number[];
}

export function followChain({ x, weights, biases, y }: ChainShape): Chain {
  const z: number[] = [];
  const a: number[] = [];
  weights.forEach((w, l) => {
    z.push(w * (l > 0 ? a[l - 1]! : x) + biases[l]!);
    a.push(sigmoid(z[l]!));
  });
  const slopes = a.map((value) => value * (1 - value));
  const out = a.at(-1)!;
  const atBiases = new Array<number>(weights.length);
  let back = out - y;
  for (let l = weights.length - 1; l >= 0; l--) {
    atBiases[l] = back * slopes[l]!;
    back = atBiases[l]! * weights[l]!;
  }
  return { z, a, slopes, cost: (out - y) ** 2 / 2, atOutput: out - y, atBiases };
}
