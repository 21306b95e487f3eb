/** What reads in a trainer worker of texts: one set of kernels and the encoder, opened once. */
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import type { WordUnits } from '#lib/text/model/format.ts';
import type { TextModelData } from '#lib/text/model/load.ts';
import { TextModel } from '#lib/text/model/text-model.ts';
import { listedWords } from './listed-words.ts';
import { unit } from './unit.ts';

/** How a text falls into words where no model says so: letters and digits, and every other sign alone. */
const plainWords = {
  pattern: String.raw`[\p{L}\p{N}][\p{L}\p{M}\p{N}]{0,39}(?:['’][\p{L}\p{M}]{1,40})*|[^ ]`,
  lowerCase: true,
} as const;

export class Reader {
  readonly trunk: { readonly id: string; readonly dimensions: number };
  readonly kernels: RecurrentKernels;
  readonly encoder: TextModelData;
  readonly model: TextModel;
  /** Words that the encoder knows as such. */
  readonly listed: ReadonlySet<string>;

  private constructor(
    trunk: string,
    encoder: TextModelData,
    kernels: RecurrentKernels,
    model: TextModel,
    dimensions: number,
  ) {
    this.trunk = { id: trunk, dimensions };
    this.encoder = encoder;
    this.kernels = kernels;
    this.model = model;
    this.listed = listedWords(encoder.file.units);
  }

  /** @throws FailureError `model-corrupt` */
  static async of(
    trunk: string,
    encoder: TextModelData,
    kernels: RecurrentKernels,
  ): Promise<Reader> {
    const model = TextModel.open(encoder, kernels);
    const { length } = await model.embed('');
    return new Reader(trunk, encoder, kernels, model, length);
  }

  /** [dimensions], of unit length; zeros of a text without tokens. */
  async embed(text: string, signal?: AbortSignal): Promise<Float32Array> {
    return unit(await this.model.embed(text, signal));
  }

  /** As the encoder cuts texts into words. */
  get wordUnits(): Pick<WordUnits, 'pattern' | 'lowerCase'> {
    const { units } = this.encoder.file;
    return units.kind === 'words' ? units : plainWords;
  }
}
