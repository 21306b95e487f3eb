/** A descent on its way: where it stands, where it was, how much it has seen. Pure; never changed, only followed by another. */
import { Random } from '#lib/maths/random.ts';
import { gradient, meanLoss, type Problem, type Theta } from './maths.ts';

export interface Run {
  readonly seed: number;
  /** Every point so far; the last is where it stands. */
  readonly path: readonly Theta[];
  /** The loss over all examples at each of them. */
  readonly losses: readonly number[];
  /** Examples looked at; as many as there are make an epoch. */
  readonly seen: number;
  /** Of the epoch that goes on: examples in the order in which they come. */
  readonly order: readonly number[];
  /** How many of them have come. */
  readonly place: number;
}

export function begin(problem: Problem, start: Theta, seed: number): Run {
  return {
    seed,
    path: [start],
    losses: [meanLoss(problem.model, problem.examples, start)],
    seen: 0,
    order: orderOf(problem, seed, 0),
    place: 0,
  };
}

/** Each epoch has an order of its own, and each example comes once. */
function orderOf({ examples }: Problem, seed: number, epoch: number): readonly number[] {
  return new Random(seed + epoch * 2 ** 32).shuffle(Array.from(examples, (_, i) => i));
}

export const standing = ({ path }: Run): Theta => path.at(-1)!;

/** The examples that the next step looks at: `size` of them, or what is left of the epoch. */
export const nextBatch = ({ order, place }: Run, size: number): readonly number[] =>
  order.slice(place, place + size);

/** ∇J of the next step's examples. */
export const nextGradient = (problem: Problem, run: Run, size: number): Theta =>
  gradient(
    problem.model,
    nextBatch(run, size).map((i) => problem.examples[i]!),
    standing(run),
  );

/** θ ← θ − α·∇J(θ). Undefined where the numbers have run out: the loss is no longer a number that fits. */
export function advance(problem: Problem, run: Run, rate: number, size: number): Run | undefined {
  if (!Number.isFinite(run.losses.at(-1))) return undefined;
  const [w, b] = standing(run);
  const [p, q] = nextGradient(problem, run, size);
  const theta: Theta = [w - rate * p, b - rate * q];
  const looked = nextBatch(run, size).length;
  const seen = run.seen + looked;
  const ended = run.place + looked === run.order.length;
  return {
    seed: run.seed,
    path: [...run.path, theta],
    losses: [...run.losses, meanLoss(problem.model, problem.examples, theta)],
    seen,
    order: ended ? orderOf(problem, run.seed, Math.floor(seen / run.order.length)) : run.order,
    place: ended ? 0 : run.place + looked,
  };
}

/** Near enough to the least loss to say that it is there. */
export const nearness = 0.02;

export const hasArrived = ({ least }: Problem, { losses }: Run): boolean =>
  losses.at(-1)! - least < nearness;
