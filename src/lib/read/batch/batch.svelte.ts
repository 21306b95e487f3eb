/**
 * Many texts at once: a table read in a worker of its own, labelled by the reader's worker a block at a
 * time, and written out again with what was found. The page holds a number and a score for each row.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { CallOptions, Link, RunningCall } from '#lib/engine/link.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import type { TableCalls } from '#lib/text/table/protocol.ts';
import type { TableInfo } from '#lib/text/table/table.ts';
import type { ReaderId } from '../readers.ts';

type BatchCall = TextCalls['batch'];

export interface BatchEngine {
  call(
    name: 'batch',
    payload: BatchCall['request'],
    options?: CallOptions<BatchCall>,
  ): RunningCall<BatchCall>;
}

export type TableLink = Pick<Link<TableCalls>, 'call' | 'close'>;

export type BatchStatus = 'empty' | 'reading' | 'ready' | 'labelling' | 'done' | 'writing';

export interface Labelled {
  /** Undefined for a row with nothing to read. */
  readonly label: string | undefined;
  /** 0..1 */
  readonly score: number;
}

/** Rows in one call: enough to be quick, few enough to show how it goes. */
const rowsAtOnce = 400;
/** The reader's worker may be lost and replaced this often in one run. */
const mostReplacements = 3;

export class Batch {
  readonly #engine: BatchEngine;
  readonly #openTable: () => TableLink;
  #table: TableLink | undefined;
  #running: AbortController | undefined;
  #places = new Uint16Array();
  #scores = new Float32Array();

  #source = $state.raw<{ file: Blob; name: string }>();
  #status = $state<BatchStatus>('empty');
  #info = $state.raw<TableInfo>();
  #column = $state(0);
  #fraction = $state(0);
  #done = $state(0);
  #labels = $state.raw<readonly string[]>([]);
  /** By place: nothing to read, then each label. */
  #counts = $state.raw<readonly number[]>([]);
  #reader = $state.raw<ReaderId>();
  #failure = $state.raw<Failure>();

  constructor(engine: BatchEngine, openTable: () => TableLink) {
    this.#engine = engine;
    this.#openTable = openTable;
  }

  get status(): BatchStatus {
    return this.#status;
  }

  get info(): TableInfo | undefined {
    return this.#info;
  }

  get name(): string {
    return this.#source?.name ?? '';
  }

  /** The column of the texts. */
  get column(): number {
    return this.#column;
  }

  /** 0..1 of reading or writing a table. */
  get fraction(): number {
    return this.#fraction;
  }

  /** Rows that are labelled. */
  get done(): number {
    return this.#done;
  }

  /** Who labelled them. */
  get reader(): ReaderId | undefined {
    return this.#reader;
  }

  /** How many rows have each label, the commonest first. */
  get counts(): readonly { readonly label: string; readonly count: number }[] {
    return this.#labels
      .map((label, at) => ({ label, count: this.#counts[at + 1] ?? 0 }))
      .sort((a, b) => b.count - a.count);
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Reads a table; another one in its place is gone. */
  async take(file: Blob, name: string, encoding?: string): Promise<void> {
    this.#running?.abort();
    this.#table?.close();
    const running = this.#begin('reading');
    this.#source = { file, name };
    this.#info = undefined;
    this.#forget();
    try {
      this.#table = this.#openTable();
      const call = this.#table.call(
        'readTable',
        { file, name, encoding },
        { signal: running.signal, onProgress: ({ fraction }) => (this.#fraction = fraction) },
      );
      const end = await call.ending;
      if (this.#running !== running) return;
      if (end.kind === 'result') this.#show(end.value);
      else this.#fail(end.kind === 'failure' ? end.failure : undefined, 'empty');
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#fail(error.failure, 'empty');
    }
  }

  /** The same file, its letters taken for something else. */
  async readAs(encoding: string): Promise<void> {
    if (this.#source) await this.take(this.#source.file, this.#source.name, encoding);
  }

  async setHeader(header: boolean): Promise<void> {
    const end = await this.#table?.call('setHeader', { header }).ending;
    if (end?.kind === 'result') this.#show(end.value, this.#column);
  }

  chooseColumn(column: number): void {
    this.#column = column;
    this.#forget();
    if (this.#status === 'done') this.#status = 'ready';
  }

  /** Cells of rows, `to` exclusive; empty when the table is gone. */
  async rows(from: number, to: number): Promise<readonly (readonly string[])[]> {
    const end = await this.#table?.call('rows', { from, to }).ending;
    return end?.kind === 'result' ? end.value : [];
  }

  /** What was found of a row; undefined while nothing was. */
  resultOf(row: number): Labelled | undefined {
    if (row >= this.#done) return undefined;
    const place = this.#places[row] ?? 0;
    return {
      label: place === 0 ? undefined : this.#labels[place - 1],
      score: this.#scores[row] ?? NaN,
    };
  }

  /** Labels every row, from the first; until it is cancelled. */
  async start(reader: ReaderId): Promise<void> {
    const info = this.#info;
    const table = this.#table;
    if (!info || !table) return;
    const running = this.#begin('labelling');
    this.#forget();
    this.#reader = reader;
    this.#places = new Uint16Array(info.rows);
    this.#scores = new Float32Array(info.rows).fill(NaN);
    const textsFrom = (from: number) =>
      table.call('column', { column: this.#column, from, to: from + rowsAtOnce }).ending;
    let next = textsFrom(0);
    let replacements = 0;
    while (this.#done < info.rows) {
      const texts = await next;
      if (this.#running !== running) return;
      if (texts.kind !== 'result') {
        return this.#fail(texts.kind === 'failure' ? texts.failure : undefined, 'done');
      }
      // The next block is cut while this one is read.
      const from = this.#done;
      next = textsFrom(from + texts.value.length);
      const failure = await this.#label(reader, texts.value, running.signal);
      if (this.#running !== running) return;
      if (running.signal.aborted) break;
      if (!failure && this.#done === from) break;
      if (!failure) continue;
      // A lost worker is replaced by the engine; what it had not told is read again.
      if (failure.code !== 'worker-died' || ++replacements > mostReplacements) {
        return this.#fail(failure, 'done');
      }
      next = textsFrom(this.#done);
    }
    this.#status = 'done';
  }

  /** Stops what is going on; what is labelled stays. */
  cancel(): void {
    this.#running?.abort();
  }

  /** The table with its labels, as CSV. */
  async write(names: { label: string; score: string }): Promise<Blob | undefined> {
    if (!this.#table) return undefined;
    const running = this.#begin('writing');
    const end = await this.#table.call(
      'writeTable',
      {
        columns: [
          {
            name: names.label,
            values: ['', ...this.#labels],
            places: this.#places.slice(0, this.#done),
          },
          { name: names.score, numbers: this.#scores.slice(0, this.#done) },
        ],
      },
      { signal: running.signal, onProgress: ({ fraction }) => (this.#fraction = fraction) },
    ).ending;
    if (this.#running !== running) return undefined;
    this.#fail(end.kind === 'failure' ? end.failure : undefined, 'done');
    return end.kind === 'result' ? end.value : undefined;
  }

  /** Lets go of the table. */
  leave(): void {
    this.close();
    this.#info = undefined;
    this.#source = undefined;
    this.#forget();
    this.#status = 'empty';
  }

  close(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#table?.close();
  }

  #begin(status: BatchStatus): AbortController {
    this.#status = status;
    this.#fraction = 0;
    this.#failure = undefined;
    this.#running = new AbortController();
    return this.#running;
  }

  #show(info: TableInfo, column = info.textColumn): void {
    this.#info = info;
    this.#forget();
    this.#column = Math.min(column, info.columns.length - 1);
    this.#status = 'ready';
  }

  #fail(failure: Failure | undefined, status: BatchStatus): void {
    this.#failure = failure;
    this.#status = status;
  }

  #forget(): void {
    this.#done = 0;
    this.#labels = [];
    this.#counts = [];
    this.#reader = undefined;
  }

  /** Labels the next rows; returns why it could not go on. */
  async #label(
    reader: ReaderId,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    const first = this.#done;
    const { ending } = this.#engine.call(
      'batch',
      { model: reader, texts },
      {
        signal,
        onProgress: ({ done, readings }) => {
          if (!signal.aborted) this.#keep(first + done - readings.length, readings);
        },
      },
    );
    const end = await ending;
    return end.kind === 'failure' ? end.failure : undefined;
  }

  #keep(from: number, readings: readonly { label: string; score: number }[]): void {
    const counts = [...this.#counts];
    readings.forEach(({ label, score }, at) => {
      let place = label === '' ? 0 : this.#labels.indexOf(label) + 1;
      if (place === 0 && label !== '') place = (this.#labels = [...this.#labels, label]).length;
      this.#places[from + at] = place;
      this.#scores[from + at] = place === 0 ? NaN : score;
      counts[place] = (counts[place] ?? 0) + 1;
    });
    this.#counts = counts;
    this.#done = from + readings.length;
  }
}
