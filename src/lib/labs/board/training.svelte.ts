/** The run that this lab trains itself, and what of it goes to the Board. */
import { Recording } from '#lib/board/recording.svelte.ts';
import type { Layer } from '#lib/board/run.ts';
import { formatNumber } from '#lib/i18n/number.ts';
import { Remote } from '#lib/learn/remote.svelte.ts';
import { optimiserNames } from './state.ts';
import type { Text } from './text.en.ts';
import { lookEvery, type TrainSettings, type TrainView } from './simulation.ts';

/** Often enough to watch the lines grow. */
const writeAfterMs = 250;

export interface Training {
  readonly player: Remote<TrainSettings, TrainView>;
  readonly recording: Recording;
}

/** Call it while a component is set up. */
export function train(settings: () => TrainSettings, text: () => Text): Training {
  const player = new Remote<TrainSettings, TrainView>({
    simulation: 'board-training',
    settings,
    speed: 120,
  });
  const recording = new Recording({
    lab: 'board',
    settings: () => {
      const { optimiser, rate, batch, hidden, seed } = settings();
      return {
        optimiser: optimiserNames[optimiser],
        learningRate: rate,
        batchSize: batch,
        hidden,
        seed,
      };
    },
    layers: () => layersOf(settings().hidden, text()),
    steps: () => player.steps,
    ended: () => player.ended,
    writeAfterMs,
    record: (recorder) => {
      const { noted, hidden } = player.view!;
      for (const { step, loss, validation, weights, gradients } of noted) {
        recorder.scalar('loss/train', step, loss);
        if (validation) {
          recorder.scalar('loss/validation', step, validation.loss);
          recorder.scalar('accuracy/validation', step, validation.accuracy);
        }
        // The first and every tenth: as many as a chart can lay behind one another.
        if (step !== 1 && step % lookEvery !== 0) continue;
        weights?.forEach((one, l) => recorder.histogram(`weights/${String(l + 1)}`, step, one));
        gradients?.forEach((one, l) => recorder.histogram(`gradients/${String(l + 1)}`, step, one));
      }
      if (!hidden) return;
      const { dimensions, vectors, labels, places } = hidden;
      recorder.points({
        dimensions,
        vectors,
        labels,
        classes: text().classes,
        names: labels.map((_, i) =>
          text().point(formatNumber(places[2 * i]!, 2), formatNumber(places[2 * i + 1]!, 2)),
        ),
      });
    },
  });
  return { player, recording };
}

function layersOf(hidden: number, text: Text): Layer[] {
  const widths = [2, hidden, hidden, 1];
  return widths.slice(1).map((units, l) => ({
    name: l < 2 ? text.layer(l + 1) : text.output,
    input: [widths[l]!],
    output: [units],
    parameters: (widths[l]! + 1) * units,
    activation: l < 2 ? 'tanh' : 'sigmoid',
  }));
}
