/** Heads on cached embeddings: linear, MLP, and those that one pass gives. */
import { Breath } from '#lib/engine/breath.ts';
import type { TrainCheckpoint } from '../../heads/epochs.ts';
import type { HeadMethod } from '../../heads/head.ts';
import { trainHead } from '../../heads/train.ts';
import type { EpochPoint } from '../protocol.ts';
import type { FitJob, Fitted } from './fit.ts';

/** Cancelled, it gives the best so far; before the first epoch it throws the signal's reason. */
export async function fitHead(method: HeadMethod, job: FitJob): Promise<Fitted> {
  const { dataset, settings, examples, validation, signal, resume, keeper, onEpoch } = job;
  const steps = trainHead(
    examples,
    validation,
    dataset.classes,
    { ...settings, method },
    resume?.state as TrainCheckpoint | undefined,
  );
  const curve: EpochPoint[] = [...(resume?.curve ?? [])];
  const breath = new Breath();
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return { ...step.value, curve };
    const { point, head, current, bestEpoch, checkpoint } = step.value;
    curve.push(point);
    onEpoch(point);
    await keeper.epoch(
      point,
      () => ({ head: current() }),
      () => checkpoint?.(),
    );
    if (breath.due) await breath.take();
    if (signal.aborted) return { head: head(), curve, bestEpoch, stopped: 'cancelled' };
  }
}
