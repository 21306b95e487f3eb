/** The model of an HTML file that reads, at work with the app's own code in typed arrays. */
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { TextModel } from '#lib/text/model/text-model.ts';
import { Predictor } from '../../heads/predict.ts';
import { distanceTo } from '../../score/open-set.ts';
import { modelBelow, TextAnswering, type Below } from '../../trainer/text/text-answering.ts';
import type { PageAnswer } from './frame.ts';
import type { TextPageContent } from './text-content.ts';

export class TextPageModel {
  readonly #content: TextPageContent;
  readonly #own: Below | undefined;
  readonly #trunk: Below | undefined;
  readonly #predictor: Predictor;

  constructor(content: TextPageContent) {
    const { head, tail, encoder } = content;
    const kernels = openPlainKernels();
    this.#content = content;
    this.#own = new TextAnswering({ head, ...(tail && { tail }) }, kernels).below;
    this.#trunk = encoder && modelBelow(TextModel.open(encoder, kernels), true);
    this.#predictor = new Predictor(head);
  }

  /** One after the other: what is known of a text's beginning is not read again. */
  async answer(text: string): Promise<PageAnswer> {
    const trunk = await this.#trunk?.typed(text);
    const read = this.#own ? await this.#own.typed(text) : trunk;
    if (!read) throw new Error('a page that reads nothing');
    const { familiarity, unknownFrom } = this.#content;
    const unknown =
      trunk !== undefined &&
      familiarity !== undefined &&
      unknownFrom !== undefined &&
      distanceTo(familiarity, trunk.vector) > unknownFrom;
    return { scores: this.#predictor.scores(read.vector), unknown };
  }
}
