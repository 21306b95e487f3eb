/**
 * Epochs of whatever learns by steps: the best epoch is kept, it may stop early, a run that was cut
 * off goes on to the very weights of one that was not.
 */
import { Breath } from '#lib/engine/breath.ts';
import { Random } from '#lib/maths/random.ts';
import type { Answerer, EpochPoint, RunReport } from '../protocol.ts';
import type { FitJob } from './fit.ts';

export interface Scored {
  /** Weighted mean cross-entropy; NaN of nothing. */
  readonly loss: number;
  readonly accuracy: number;
}

/** What learns. Its parameters change with every step. */
export interface StepLearner {
  /** The steps of one epoch, over all examples in an order that `random` draws. */
  steps(random: Random): Iterable<() => Promise<void> | void>;
  evaluate(part: 'train' | 'validation'): Promise<Scored>;
  /** A copy. */
  parameters(): Float64Array<ArrayBuffer>;
  /** As its parameters are now. */
  answerer(): Answerer;
  /** What its optimisers remember, to be given back to whoever makes it anew. */
  state(): unknown;
}

/** Everything that going on needs. */
export interface EpochState {
  readonly epoch: number;
  readonly parameters: Float64Array<ArrayBuffer>;
  readonly best: Best;
  readonly inner: unknown;
}

interface Best {
  readonly epoch: number;
  readonly loss: number;
  readonly parameters: Float64Array<ArrayBuffer>;
}

export interface EpochFit {
  /** Of the best epoch. */
  readonly parameters: Float64Array<ArrayBuffer>;
  readonly bestEpoch: number;
  readonly curve: readonly EpochPoint[];
  readonly stopped: RunReport['stopped'];
}

export type EpochJob = Pick<FitJob, 'settings' | 'signal' | 'resume' | 'keeper' | 'onEpoch'> & {
  /** Whether anything validates. */
  readonly held: boolean;
};

/** Mixes the seed with the epoch, so that an epoch is the same whether or not those before it were seen. */
const golden = 0x9e3779b1;

/** Where a run goes on from; undefined: from the beginning. */
export const epochState = ({ resume }: Pick<FitJob, 'resume'>): EpochState | undefined =>
  resume?.state as EpochState | undefined;

/** Cancelled, it gives the best so far. */
export async function fitEpochs(learner: StepLearner, job: EpochJob): Promise<EpochFit> {
  const { settings, signal, keeper, onEpoch, held } = job;
  const state = epochState(job);
  const curve: EpochPoint[] = [...(job.resume?.curve ?? [])];
  const breath = new Breath();
  let best: Best = state?.best ?? { epoch: 0, loss: Infinity, parameters: learner.parameters() };
  const done = (stopped: EpochFit['stopped']): EpochFit => ({
    parameters: best.parameters,
    bestEpoch: best.epoch,
    curve,
    stopped,
  });
  for (let epoch = (state?.epoch ?? 0) + 1; epoch <= settings.epochs; epoch++) {
    const random = new Random((settings.seed + Math.imul(epoch, golden)) >>> 0);
    for (const step of learner.steps(random)) {
      await step();
      if (breath.due) await breath.take();
      if (signal.aborted) return done('cancelled');
    }
    const own = await learner.evaluate('train');
    const other = await learner.evaluate('validation');
    const parameters = learner.parameters();
    if (!Number.isFinite(own.loss) || !parameters.every(Number.isFinite)) {
      return done('not-a-number');
    }
    const point: EpochPoint = {
      epoch,
      loss: own.loss,
      accuracy: own.accuracy,
      validationLoss: other.loss,
      validationAccuracy: other.accuracy,
    };
    curve.push(point);
    // Where nothing is held out, the newest is the best that anybody knows of.
    if (!held || other.loss < best.loss) {
      best = { epoch, loss: held ? other.loss : own.loss, parameters };
    }
    onEpoch(point);
    await keeper.epoch(
      point,
      () => learner.answerer(),
      (): EpochState => ({ epoch, parameters, best, inner: learner.state() }),
    );
    if (signal.aborted) return done('cancelled');
    if (held && settings.earlyStopping && epoch - best.epoch >= settings.patience) {
      return done('early');
    }
  }
  return done('finished');
}
