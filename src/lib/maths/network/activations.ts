/** The functions of a layer, each with its derivative, elementwise. Pure. */

export const activationNames = ['linear', 'sigmoid', 'tanh', 'relu', 'leaky-relu', 'elu'] as const;
export type ActivationName = (typeof activationNames)[number];

interface Activation {
  readonly of: (z: number) => number;
  /** The derivative at `z`, where the function is `a`: most are cheaper by `a`. */
  readonly slope: (z: number, a: number) => number;
}

/** How much of a negative input a leaky ReLU lets through (Maas, Hannun and Ng, 2013). */
const leak = 0.01;

export const activations: Readonly<Record<ActivationName, Activation>> = {
  linear: { of: (z) => z, slope: () => 1 },
  sigmoid: { of: sigmoid, slope: (_z, a) => a * (1 - a) },
  tanh: { of: Math.tanh, slope: (_z, a) => 1 - a * a },
  /** Nair and Hinton, 2010; its derivative at 0 is taken as 0. */
  relu: { of: (z) => (z > 0 ? z : 0), slope: (z) => (z > 0 ? 1 : 0) },
  'leaky-relu': { of: (z) => (z > 0 ? z : leak * z), slope: (z) => (z > 0 ? 1 : leak) },
  /** With α = 1 (Clevert, Unterthiner and Hochreiter, 2016). */
  elu: { of: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z, a) => (z > 0 ? 1 : a + 1) },
};

/** 1 ÷ (1 + e⁻ᶻ), without overflow on either side. */
export function sigmoid(z: number): number {
  if (z >= 0) return 1 / (1 + Math.exp(-z));
  const e = Math.exp(z);
  return e / (1 + e);
}
