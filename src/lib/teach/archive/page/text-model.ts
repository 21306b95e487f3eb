/** The model of an HTML file that reads, at work with the app's own code in typed arrays. */
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { TextModel } from '#lib/text/model/text-model.ts';
import { Predictor } from '../../heads/predict.ts';
import type { Listed } from '../../score/writing.ts';
import { listedWords } from '../../trainer/text/listed-words.ts';
import { modelBelow, TextAnswering, type Below } from '../../trainer/text/text-answering.ts';
import type { PageAnswer } from './frame.ts';
import type { TextPageContent } from './text-content.ts';

export class TextPageModel {
  readonly #content: TextPageContent;
  readonly #own: Below | undefined;
  readonly #trunk: Below | undefined;
  readonly #predictor: Predictor;
  readonly #answering: TextAnswering;
  readonly #listed: Listed;

  constructor(content: TextPageContent) {
    const { head, tail, encoder, familiarity, writing } = content;
    const kernels = openPlainKernels();
    this.#content = content;
    this.#answering = new TextAnswering(
      {
        head,
        ...(tail && { tail }),
        ...(familiarity && { familiarity }),
        ...(writing && { writing }),
      },
      kernels,
    );
    this.#own = this.#answering.below;
    this.#listed = encoder ? listedWords(encoder.file.units) : new Set();
    this.#trunk = encoder && modelBelow(TextModel.open(encoder, kernels), true);
    this.#predictor = new Predictor(head);
  }

  /** One after the other: what is known of a text's beginning is not read again. */
  async answer(text: string): Promise<PageAnswer> {
    const trunk = await this.#trunk?.typed(text);
    const read = this.#own ? await this.#own.typed(text) : trunk;
    if (!read) throw new Error('a page that reads nothing');
    const { unknownFrom = Infinity } = this.#content;
    const unknown =
      trunk !== undefined &&
      this.#answering.distance(trunk.vector, text, this.#listed) > unknownFrom;
    return { scores: this.#predictor.scores(read.vector), unknown };
  }
}
