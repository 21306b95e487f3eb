/**
 * How a gradient becomes a step. Every formula as its authors published it; g is the gradient, w the
 * parameters, η the learning rate, everything elementwise. Constants are the authors' own or, where
 * they gave none, those in common use.
 */
export const optimiserNames = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'rmsprop',
  'adadelta',
  'adam',
] as const;
export type OptimiserName = (typeof optimiserNames)[number];

/** Plain data: a checkpoint holds it. */
export interface OptimiserState {
  readonly name: OptimiserName;
  readonly steps: number;
  /** What is remembered for each parameter; how many of them depends on the optimiser. */
  readonly memory: readonly Float64Array<ArrayBuffer>[];
}

export interface Optimiser {
  /**
   * Moves `parameters` in place.
   * @param ranges first and end in turns: those alone move, and are remembered. Absent: all.
   */
  step(parameters: Float64Array, gradient: Float64Array, ranges?: Int32Array): void;
  readonly state: OptimiserState;
}

interface Rule {
  /** Arrays to remember, each as long as the parameters, zero at first. */
  readonly memories: number;
  /** @param step counts from 1 */
  readonly move: (
    w: Float64Array,
    g: Float64Array,
    rate: number,
    memory: readonly Float64Array[],
    step: number,
    from: number,
    to: number,
  ) => void;
}

const momentum = 0.9;
const decay = 0.9;
const tiny = 1e-8;
const adaDelta = { decay: 0.95, tiny: 1e-6 };
const adam = { first: 0.9, second: 0.999 };

const rules: Readonly<Record<OptimiserName, Rule>> = {
  /** w ← w − η·g (Robbins and Monro, 1951) */
  sgd: {
    memories: 0,
    move(w, g, rate, _memory, _step, from, to) {
      for (let i = from; i < to; i++) w[i]! -= rate * g[i]!;
    },
  },
  /** v ← μ·v − η·g; w ← w + v (Polyak, 1964; as in Sutskever et al., 2013, eq. 1 and 2) */
  momentum: {
    memories: 1,
    move(w, g, rate, [v], _step, from, to) {
      for (let i = from; i < to; i++) {
        v![i] = momentum * v![i]! - rate * g[i]!;
        w[i]! += v![i]!;
      }
    },
  },
  /**
   * v ← μ·v − η·g; w ← w + μ·v − η·g (Nesterov, 1983; with the gradient taken where w already stands
   * ahead, Bengio, Boulanger-Lewandowski and Pascanu, 2012, eq. 7)
   */
  nesterov: {
    memories: 1,
    move(w, g, rate, [v], _step, from, to) {
      for (let i = from; i < to; i++) {
        v![i] = momentum * v![i]! - rate * g[i]!;
        w[i]! += momentum * v![i]! - rate * g[i]!;
      }
    },
  },
  /** s ← s + g²; w ← w − η·g ÷ (√s + ε) (Duchi, Hazan and Singer, 2011) */
  adagrad: {
    memories: 1,
    move(w, g, rate, [s], _step, from, to) {
      for (let i = from; i < to; i++) {
        s![i]! += g[i]! ** 2;
        w[i]! -= (rate * g[i]!) / (Math.sqrt(s![i]!) + tiny);
      }
    },
  },
  /** s ← ρ·s + (1 − ρ)·g²; w ← w − η·g ÷ (√s + ε) (Tieleman and Hinton, 2012, lecture 6.5) */
  rmsprop: {
    memories: 1,
    move(w, g, rate, [s], _step, from, to) {
      for (let i = from; i < to; i++) {
        s![i] = decay * s![i]! + (1 - decay) * g[i]! ** 2;
        w[i]! -= (rate * g[i]!) / (Math.sqrt(s![i]!) + tiny);
      }
    },
  },
  /**
   * s ← ρ·s + (1 − ρ)·g²; d = −√(u + ε) ÷ √(s + ε)·g; u ← ρ·u + (1 − ρ)·d²; w ← w + η·d
   * (Zeiler, 2012, algorithm 1, where η is 1)
   */
  adadelta: {
    memories: 2,
    move(w, g, rate, [s, u], _step, from, to) {
      for (let i = from; i < to; i++) {
        s![i] = adaDelta.decay * s![i]! + (1 - adaDelta.decay) * g[i]! ** 2;
        const d = -Math.sqrt((u![i]! + adaDelta.tiny) / (s![i]! + adaDelta.tiny)) * g[i]!;
        u![i] = adaDelta.decay * u![i]! + (1 - adaDelta.decay) * d ** 2;
        w[i]! += rate * d;
      }
    },
  },
  /**
   * m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − η·m̂ ÷ (√v̂ + ε), with m̂ = m ÷ (1 − β₁ᵗ)
   * and v̂ = v ÷ (1 − β₂ᵗ) (Kingma and Ba, 2015, algorithm 1)
   */
  adam: {
    memories: 2,
    move(w, g, rate, [m, v], step, from, to) {
      const first = 1 - adam.first ** step;
      const second = 1 - adam.second ** step;
      for (let i = from; i < to; i++) {
        m![i] = adam.first * m![i]! + (1 - adam.first) * g[i]!;
        v![i] = adam.second * v![i]! + (1 - adam.second) * g[i]! ** 2;
        w[i]! -= (rate * (m![i]! / first)) / (Math.sqrt(v![i]! / second) + tiny);
      }
    },
  },
};

/**
 * @param size how many parameters
 * @param from goes on from a state that `state` gave; it is copied.
 */
export function createOptimiser(
  name: OptimiserName,
  learningRate: number,
  size: number,
  from?: OptimiserState,
): Optimiser {
  const rule = rules[name];
  if (from && from.name !== name) throw new RangeError(`a state of ${from.name} for ${name}`);
  const memory = Array.from({ length: rule.memories }, (_, i) =>
    from ? Float64Array.from(from.memory[i]!) : new Float64Array(size),
  );
  let steps = from?.steps ?? 0;
  return {
    step(parameters, gradient, ranges = Int32Array.of(0, parameters.length)) {
      steps++;
      for (let i = 0; i < ranges.length; i += 2) {
        rule.move(parameters, gradient, learningRate, memory, steps, ranges[i]!, ranges[i + 1]!);
      }
    },
    get state() {
      return { name, steps, memory: memory.map((one) => one.slice()) };
    },
  };
}
