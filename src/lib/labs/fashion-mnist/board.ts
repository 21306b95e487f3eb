/** What the Board keeps of a run. */
import type { Recorder } from '#lib/board/recorder.ts';
import type { Layer, Settings as BoardSettings } from '#lib/board/run.ts';
import { classCount, pixels } from './data-set.ts';
import type { Settings } from './settings.ts';
import type { EpochPoint } from './trainer.ts';
import type { View } from './view.ts';

export const recorded = ({ hidden, ...settings }: Settings): BoardSettings => ({
  ...settings,
  hidden: hidden.join(' · '),
});

export const layersOf = ({ hidden, curve }: Settings): readonly Layer[] =>
  [...hidden, classCount].map((units, n, all) => {
    const inputs = n === 0 ? pixels : all[n - 1]!;
    const isLast = n === hidden.length;
    return {
      name: isLast ? 'softmax' : `hidden ${n + 1}`,
      input: [inputs],
      output: [units],
      parameters: (inputs + 1) * units,
      activation: isLast ? 'softmax' : curve,
    };
  });

export function record(
  recorder: Recorder,
  step: number,
  view: View | undefined,
  points: readonly EpochPoint[],
): void {
  if (view?.running) {
    recorder.scalar('loss/train', step, view.running.loss);
    recorder.scalar('accuracy/train', step, view.running.accuracy);
  }
  const last = points.at(-1);
  if (last && view?.points) {
    recorder.scalar('loss/test', step, last.testLoss);
    recorder.scalar('accuracy/test', step, last.testAccuracy);
  }
}
