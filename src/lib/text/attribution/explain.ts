/** What each token of a text does for a label. */
import type { AttributionMethod, TokenEffect } from '#lib/text/reading.ts';
import { Prefixes } from '#lib/text/model/prefixes.ts';
import { logOdds, logOddsGradient, softmax } from '#lib/text/model/scores.ts';
import type { TextModel } from '#lib/text/model/text-model.ts';
import type { ReadAnswer } from '#lib/text/model/text-reader.ts';
import { visibleRuns } from '#lib/text/units/graphemes.ts';
import type { Window } from '#lib/text/windows.ts';
import { contributionsOf, vectorGradient } from './gradient.ts';
import { readVariants, type Part } from './variants.ts';

export interface Question {
  readonly text: string;
  readonly label: string;
  readonly method: AttributionMethod;
}

export interface ExplainOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (fraction: number) => void;
}

/** Leaving out each token costs as many readings as there are tokens: of long texts only the beginning. */
const exactWindows = 4;

/** A piece of the window as people see it: a grapheme is never torn. */
interface Piece extends Part {
  readonly start: number;
  readonly end: number;
}

/**
 * Contributions are in logits of the label's score p, ln(p / (1 − p)). `gradient`: gradient · input, what
 * the vector of the token adds as long as the model is taken for linear. `occlusion`: what is lost when
 * the token is replaced by one that nobody knows. `without`: the score when it is left out.
 * Beyond the first {@link exactWindows} windows `without` is NaN, and `occlusion` tells nothing.
 * @throws RangeError of a label that the model does not know
 */
export async function explain(
  model: TextModel,
  { text, label, method }: Question,
  { signal, onProgress }: ExplainOptions = {},
): Promise<TokenEffect[]> {
  const index = model.labels.indexOf(label);
  if (index < 0) throw new RangeError(`${model.id} has no label ${label}`);
  const whole = await model.reader().read(text, signal);
  const { windows } = whole;
  const read = method === 'occlusion' ? windows.slice(0, exactWindows) : windows;
  const effects: TokenEffect[] = [];
  for (const [place, window] of read.entries()) {
    const explained = new ExplainedWindow(model, whole, place, index, text);
    const isExact = place < exactWindows;
    const tell = (fraction: number) => onProgress?.((place + fraction) / read.length);
    const options = { signal, onProgress: tell };
    const without = isExact ? await explained.without(options) : undefined;
    const contributions =
      method === 'gradient' ? await explained.gradient() : await explained.occlusion(options);
    explained.pieces.forEach(({ start, end }, n) =>
      effects.push({
        start: start + window.base,
        end: end + window.base,
        contribution: contributions[n]!,
        without: without?.[n] ?? NaN,
      }),
    );
    tell(1);
  }
  return effects;
}

class ExplainedWindow {
  readonly pieces: readonly Piece[];
  readonly #model: TextModel;
  readonly #whole: ReadAnswer;
  readonly #window: Window;
  readonly #place: number;
  readonly #label: number;
  readonly #vectors: Float32Array;
  #prefixes: Prefixes | undefined;

  constructor(model: TextModel, whole: ReadAnswer, place: number, label: number, text: string) {
    this.#model = model;
    this.#whole = whole;
    this.#place = place;
    this.#label = label;
    this.#window = whole.windows[place]!;
    this.#vectors = model.embedding.vectors(this.#window);
    this.pieces = piecesOf(this.#window, text);
  }

  async gradient(): Promise<number[]> {
    const { network, temperature } = this.#model;
    const { logits, windows } = this.#whole;
    const share = tokensOf(this.#window) / windows.reduce((sum, one) => sum + tokensOf(one), 0);
    const by = logOddsGradient(logits, this.#label, temperature).map((value) => value * share);
    const gradient = await vectorGradient(network, this.#vectors, by);
    const each = contributionsOf(this.#vectors, gradient, network.columns);
    return this.pieces.map(({ first, after }) =>
      each.slice(first, after).reduce((sum, value) => sum + value, 0),
    );
  }

  /** Score of the label without each piece. */
  async without(options: ExplainOptions): Promise<number[]> {
    const answers = await this.#variants(undefined, options);
    return answers.map((answer, n) => {
      const { first, after } = this.pieces[n]!;
      const logits = this.#joined(answer, tokensOf(this.#window) - (after - first));
      return softmax(logits, this.#model.temperature)[this.#label]!;
    });
  }

  async occlusion(options: ExplainOptions): Promise<number[]> {
    const { temperature, embedding, tokenizer } = this.#model;
    const rows = tokenizer.unknownRows;
    const tokens = { count: 1, starts: [0], ends: [0], rows, firsts: [0, rows.length] };
    const cover = embedding.vectors({ tokens, from: 0, to: 1 });
    const answers = await this.#variants(cover, options);
    const odds = logOdds(this.#whole.logits, this.#label, temperature);
    return answers.map((answer) => {
      const logits = this.#joined(answer, tokensOf(this.#window));
      return odds - logOdds(logits, this.#label, temperature);
    });
  }

  async #variants(
    cover: Float32Array | undefined,
    { signal, onProgress }: ExplainOptions,
  ): Promise<Float32Array[]> {
    const { network, embedding, window } = this.#model;
    this.#prefixes ??= new Prefixes(network, embedding, window);
    await this.#prefixes.read(this.#window);
    let read = 0;
    const onRead = (count: number) => onProgress?.((read += count) / this.pieces.length);
    const options = { cover, signal, onRead };
    return readVariants(network, this.#prefixes, this.#vectors, this.pieces, options);
  }

  /** The answer to the whole text if this window's were another. */
  #joined(answer: Float32Array, tokens: number): Float32Array {
    const { windows, answers } = this.#whole;
    let total = tokens;
    const sum = answer.map((value) => value * tokens);
    windows.forEach((window, place) => {
      if (place === this.#place) return;
      total += tokensOf(window);
      answers[place]!.forEach((value, n) => (sum[n]! += value * tokensOf(window)));
    });
    return total === 0 ? answer : sum.map((value) => value / total);
  }
}

function tokensOf({ from, to }: Window): number {
  return to - from;
}

function piecesOf({ tokens, from, to, base }: Window, text: string): Piece[] {
  const start = tokens.starts[from]!;
  const places = Array.from({ length: to - from }, (_, n) => ({
    start: tokens.starts[from + n]! - start,
    end: tokens.ends[from + n]! - start,
  }));
  const seen = text.slice(base + start, base + tokens.ends[to - 1]!);
  return visibleRuns(seen, places).map((run) => ({
    ...run,
    start: run.start + start,
    end: run.end + start,
  }));
}
