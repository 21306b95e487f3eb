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

/** What an optimiser may be tuned by, beside its learning rate. */
export interface OptimiserConstants {
  /** γ of momentum and Nesterov (μ in the papers), of RMSProp and of AdaDelta (ρ there). */
  readonly decay: number;
  /** β₁ and β₂ of Adam. */
  readonly first: number;
  readonly second: number;
  /** ε */
  readonly tiny: number;
  /** ε under the root, √(s + ε), as many lectures write AdaGrad and RMSProp; published is √s + ε. */
  readonly inside: boolean;
  /** Adam's m̂ and v̂; without, m and v themselves are used. */
  readonly corrected: boolean;
}

interface Rule {
  /** Arrays to remember, each as long as the parameters, zero at first: their names in the formulas. */
  readonly memory: readonly string[];
  /** Where they differ from the common ones. */
  readonly constants?: Partial<OptimiserConstants>;
  /** @param step counts from 1 */
  readonly move: (
    w: Float64Array,
    g: Float64Array,
    rate: number,
    memory: readonly Float64Array[],
    constants: OptimiserConstants,
    step: number,
    from: number,
    to: number,
  ) => void;
}

const common: OptimiserConstants = {
  decay: 0.9,
  first: 0.9,
  second: 0.999,
  tiny: 1e-8,
  inside: false,
  corrected: true,
};

const root = (value: number, { tiny, inside }: OptimiserConstants): number =>
  inside ? Math.sqrt(value + tiny) : Math.sqrt(value) + tiny;

const rules: Readonly<Record<OptimiserName, Rule>> = {
  /** w ← w − η·g (Robbins and Monro, 1951) */
  sgd: {
    memory: [],
    move(w, g, rate, _memory, _constants, _step, from, to) {
      for (let i = from; i < to; i++) w[i]! -= rate * g[i]!;
    },
  },
  /** v ← μ·v − η·g; w ← w + v (Polyak, 1964; as in Sutskever et al., 2013, eq. 1 and 2) */
  momentum: {
    memory: ['v'],
    move(w, g, rate, [v], { decay }, _step, from, to) {
      for (let i = from; i < to; i++) {
        v![i] = decay * v![i]! - rate * g[i]!;
        w[i]! += v![i]!;
      }
    },
  },
  /**
   * v ← μ·v − η·g; w ← w + μ·v − η·g (Nesterov, 1983; with the gradient taken where w already stands
   * ahead, Bengio, Boulanger-Lewandowski and Pascanu, 2012, eq. 7)
   */
  nesterov: {
    memory: ['v'],
    move(w, g, rate, [v], { decay }, _step, from, to) {
      for (let i = from; i < to; i++) {
        v![i] = decay * v![i]! - rate * g[i]!;
        w[i]! += decay * v![i]! - rate * g[i]!;
      }
    },
  },
  /** s ← s + g²; w ← w − η·g ÷ (√s + ε) (Duchi, Hazan and Singer, 2011) */
  adagrad: {
    memory: ['G'],
    move(w, g, rate, [s], constants, _step, from, to) {
      for (let i = from; i < to; i++) {
        s![i]! += g[i]! ** 2;
        w[i]! -= (rate * g[i]!) / root(s![i]!, constants);
      }
    },
  },
  /** s ← ρ·s + (1 − ρ)·g²; w ← w − η·g ÷ (√s + ε) (Tieleman and Hinton, 2012, lecture 6.5) */
  rmsprop: {
    memory: ['E[g²]'],
    move(w, g, rate, [s], constants, _step, from, to) {
      const { decay } = constants;
      for (let i = from; i < to; i++) {
        s![i] = decay * s![i]! + (1 - decay) * g[i]! ** 2;
        w[i]! -= (rate * g[i]!) / root(s![i]!, constants);
      }
    },
  },
  /**
   * s ← ρ·s + (1 − ρ)·g²; d = −√(u + ε) ÷ √(s + ε)·g; u ← ρ·u + (1 − ρ)·d²; w ← w + η·d
   * (Zeiler, 2012, algorithm 1, where η is 1)
   */
  adadelta: {
    memory: ['E[g²]', 'E[Δθ²]'],
    constants: { decay: 0.95, tiny: 1e-6 },
    move(w, g, rate, [s, u], { decay, tiny }, _step, from, to) {
      for (let i = from; i < to; i++) {
        s![i] = decay * s![i]! + (1 - decay) * g[i]! ** 2;
        const d = -Math.sqrt((u![i]! + tiny) / (s![i]! + tiny)) * g[i]!;
        u![i] = decay * u![i]! + (1 - decay) * d ** 2;
        w[i]! += rate * d;
      }
    },
  },
  /**
   * m ← β₁·m + (1 − β₁)·g; v ← β₂·v + (1 − β₂)·g²; w ← w − η·m̂ ÷ (√v̂ + ε), with m̂ = m ÷ (1 − β₁ᵗ)
   * and v̂ = v ÷ (1 − β₂ᵗ) (Kingma and Ba, 2015, algorithm 1)
   */
  adam: {
    memory: ['m', 'v'],
    move(w, g, rate, [m, v], constants, step, from, to) {
      const { first, second, tiny, corrected } = constants;
      const mScale = corrected ? 1 - first ** step : 1;
      const vScale = corrected ? 1 - second ** step : 1;
      for (let i = from; i < to; i++) {
        m![i] = first * m![i]! + (1 - first) * g[i]!;
        v![i] = second * v![i]! + (1 - second) * g[i]! ** 2;
        w[i]! -= (rate * (m![i]! / mScale)) / (Math.sqrt(v![i]! / vScale) + tiny);
      }
    },
  },
};

/** What each optimiser remembers, by its names in the formulas: the order of `OptimiserState.memory`. */
export const memoryNames = (name: OptimiserName): readonly string[] => rules[name].memory;

/** The constants that an optimiser has unless told otherwise. */
export const constantsOf = (name: OptimiserName): OptimiserConstants => ({
  ...common,
  ...rules[name].constants,
});

/**
 * @param size how many parameters
 * @param from goes on from a state that `state` gave; it is copied.
 * @param tuned constants other than `constantsOf` gives
 */
export function createOptimiser(
  name: OptimiserName,
  learningRate: number,
  size: number,
  from?: OptimiserState,
  tuned?: Partial<OptimiserConstants>,
): Optimiser {
  const rule = rules[name];
  if (from && from.name !== name) throw new RangeError(`a state of ${from.name} for ${name}`);
  const constants = { ...constantsOf(name), ...tuned };
  const memory = rule.memory.map((_, i) =>
    from ? Float64Array.from(from.memory[i]!) : new Float64Array(size),
  );
  let steps = from?.steps ?? 0;
  return {
    step(parameters, gradient, ranges = Int32Array.of(0, parameters.length)) {
      steps++;
      for (let i = 0; i < ranges.length; i += 2) {
        rule.move(
          parameters,
          gradient,
          learningRate,
          memory,
          constants,
          steps,
          ranges[i]!,
          ranges[i + 1]!,
        );
      }
    },
    get state() {
      return { name, steps, memory: memory.map((one) => one.slice()) };
    },
  };
}
