/** The model of texts that answers now, opened to be written and to be compared with what was written. */
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import type { TextModelData } from '#lib/text/model/load.ts';
import { TextModel } from '#lib/text/model/text-model.ts';
import { Predictor } from '../../heads/predict.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { modelBelow, TextAnswering, type Below } from '../../trainer/text/text-answering.ts';
import type { TextBelow, TextSource } from './source.ts';

export class LiveTextModel {
  readonly source: TextSource;
  readonly #below: Below;
  readonly #predictor: Predictor;

  private constructor(source: TextSource, below: Below) {
    this.source = source;
    this.#below = below;
    this.#predictor = new Predictor(source.head);
  }

  /** @param labels in the order of `answerer.head.classes`. */
  static open(
    answerer: Answerer,
    labels: readonly string[],
    name: string,
    encoder: TextModelData,
    kernels: RecurrentKernels,
  ): LiveTextModel {
    const source = { name, labels, head: answerer.head, below: belowOf(answerer, encoder) };
    const own = new TextAnswering(answerer, kernels).below;
    return new LiveTextModel(source, own ?? modelBelow(TextModel.open(encoder, kernels), true));
  }

  /** Shares what it reads with with this one, which is disposed for both. */
  softened(factor: number): LiveTextModel {
    const head = { ...this.source.head, temperature: this.source.head.temperature * factor };
    return new LiveTextModel({ ...this.source, head }, this.#below);
  }

  /** What the head is given. */
  async embed(text: string): Promise<Float32Array> {
    return (await this.#below.typed(text)).vector;
  }

  /** Scores in the order of `head.classes`. */
  answer(embedding: Float32Array): Float32Array {
    return this.#predictor.scores(embedding);
  }

  /** A text of no more tokens than are read at once. */
  cut(text: string, most: number): string {
    const spans = this.#below.spans(text);
    return spans.length <= most ? text : text.slice(0, spans[most - 1]!.end);
  }

  dispose(): void {
    this.#below.dispose();
  }
}

function belowOf({ tail }: Answerer, encoder: TextModelData): TextBelow {
  if (tail?.kind === 'text-model') {
    return { kind: 'model', file: tail.file, bytes: tail.weights, scaled: false };
  }
  if (tail?.kind === 'bag-of-words') return { kind: 'bag', bag: tail.bag };
  return { kind: 'model', ...encoder, scaled: true };
}
