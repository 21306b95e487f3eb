/**
 * What happens on Read: the text, the reader that was chosen, its answer and the reasons for it.
 * Components draw it and call it.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import type { AttributionMethod, TextScore, TokenEffect } from '#lib/text/reading.ts';
import { readText } from '#lib/text/table/encoding.ts';
import { Explanation, type ExplainEngine } from './explanation.svelte.ts';
import { doubtOf, type Doubt } from './doubt.ts';
import { Mismatch } from './mismatch.svelte.ts';
import type { PageText } from './page-text.svelte.ts';
import { taughtIn, type ReaderId } from './readers.ts';
import { Typing, type TypingEngine } from './typing.svelte.ts';

type Named<K extends 'read' | 'strip' | 'batch'> = {
  call(
    name: K,
    payload: TextCalls[K]['request'],
    options?: CallOptions<TextCalls[K]>,
  ): RunningCall<TextCalls[K]>;
};

export type ReadEngine = TypingEngine &
  ExplainEngine &
  Named<'read'> &
  Named<'strip'> &
  Named<'batch'>;

/** A file that could not be read as text. */
export interface FileProblem {
  readonly name: string;
  readonly failure: Failure;
}

export class Read {
  readonly engine: ReadEngine;
  readonly text: PageText;
  readonly typing: Typing;
  readonly why: Explanation;
  readonly mismatch: Mismatch;

  #reader = $state.raw<ReaderId>('language');
  #picked = $state.raw<string>();
  #method = $state.raw<AttributionMethod>('gradient');
  #problems = $state.raw<readonly FileProblem[]>([]);

  /** A long text takes a moment; what was said of the one before would look like its answer. */
  #reading = $derived.by(() => this.text.isLong && this.typing.told?.text !== this.text.value);
  #scores = $derived.by((): readonly TextScore[] =>
    this.text.value.trim() === '' || this.#reading ? [] : (this.typing.told?.reading.scores ?? []),
  );
  #doubt = $derived.by((): Doubt | undefined => {
    const { told } = this.typing;
    return told && this.#scores.length > 0
      ? doubtOf(told.reader, told.text, this.#scores)
      : undefined;
  });

  constructor(engine: ReadEngine, text: PageText, reader: ReaderId) {
    this.engine = engine;
    this.text = text;
    this.#reader = reader;
    this.typing = new Typing(engine);
    this.why = new Explanation(engine);
    this.mismatch = new Mismatch(engine);
  }

  get reader(): ReaderId {
    return this.#reader;
  }

  /** Best first; empty while there is nothing to say. */
  get scores(): readonly TextScore[] {
    return this.#scores;
  }

  /** A long text is being read. */
  get reading(): boolean {
    return this.#reading;
  }

  get doubt(): Doubt | undefined {
    return this.#doubt;
  }

  /** The label whose reasons are shown: the one picked, or the best. */
  get label(): string | undefined {
    const picked = this.#scores.find(({ label }) => label === this.#picked);
    return (picked ?? this.#scores[0])?.label;
  }

  get picked(): string | undefined {
    return this.#picked;
  }

  get method(): AttributionMethod {
    return this.#method;
  }

  get problems(): readonly FileProblem[] {
    return this.#problems;
  }

  choose(reader: ReaderId): void {
    if (reader === this.#reader) return;
    this.#reader = reader;
    this.#picked = undefined;
    this.why.stop();
    this.follow();
  }

  /** Reads the text as it is now. */
  follow(): void {
    this.typing.read(this.#reader, this.text.value);
    this.mismatch.look(taughtIn(this.#reader), this.text.value);
  }

  type(text: string): void {
    this.text.type(text);
    this.follow();
  }

  change(...change: Parameters<PageText['change']>): void {
    this.text.change(...change);
    this.follow();
  }

  undo(): void {
    this.text.undo();
    this.follow();
  }

  /** Shows the reasons for one label; the same again goes back to the best. */
  pick(label: string): void {
    this.#picked = this.#picked === label ? undefined : label;
  }

  explainBy(method: AttributionMethod): void {
    this.#method = method;
  }

  /** Asks for the reasons of the newest answer. */
  explain(): void {
    const { told } = this.typing;
    const { label } = this;
    if (!told || label === undefined) return;
    this.why.ask({ reader: told.reader, text: told.text, label, method: this.#method });
  }

  /** What the label's score would be without a token; undefined where nobody can say now. */
  async scoreWithout(token: TokenEffect, signal: AbortSignal): Promise<number | undefined> {
    const { explained } = this.why;
    if (!explained) return undefined;
    if (!Number.isNaN(token.without)) return token.without;
    const { reader, label } = explained;
    const text = without(explained.text, token);
    const { ending } = this.engine.call('read', { model: reader, text }, { signal });
    const end = await ending;
    if (end.kind !== 'result') return undefined;
    return end.value.scores.find((score) => score.label === label)?.score;
  }

  deleteToken(token: TokenEffect): void {
    const { explained } = this.why;
    if (explained) this.change(without(explained.text, token), 'token');
  }

  /** The text of a file in place of the one on the page; undoable. */
  async takeFile(file: File): Promise<void> {
    try {
      this.change(await readText(file), 'file');
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#problems = [...this.#problems, { name: file.name, failure: error.failure }];
    }
  }

  dismissProblems(): void {
    this.#problems = [];
  }

  close(): void {
    this.why.stop();
    this.mismatch.close();
    this.typing.close();
  }
}

/** A text without one token, and without the second of two blanks that would meet. */
export function without(text: string, { start, end }: { start: number; end: number }): string {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const isWord = end - start > 1 || /\S/.test(text.slice(start, end));
  const meet =
    isWord && (before === '' || /\s$/.test(before)) && /^ /.test(after) && end - start > 1;
  return before + (meet ? after.slice(1) : after);
}
