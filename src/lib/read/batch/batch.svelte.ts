/**
 * Many texts at once: a table read in a worker of its own, labelled by the reader's worker a block at a
 * time, and written out again with what was found.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { CallOptions, Link, RunningCall } from '#lib/engine/link.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import type { TableCalls } from '#lib/text/table/protocol.ts';
import type { TableInfo } from '#lib/text/table/table.ts';
import type { ReaderId } from '../readers.ts';
import { FoundLabels, type Labelled } from './found-labels.svelte.ts';

export type { Labelled };

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

/** Rows in one call: enough to be quick, few enough to show how it goes. */
const rowsAtOnce = 400;
/** The reader's worker may be lost and replaced this often in one run. */
const mostReplacements = 3;

export class Batch {
  readonly #engine: BatchEngine;
  readonly #openTable: () => TableLink;
  #table: TableLink | undefined;
  #running: AbortController | undefined;
  readonly #found = new FoundLabels();

  #source = $state.raw<{ file: Blob; name: string }>();
  #status = $state<BatchStatus>('empty');
  #info = $state.raw<TableInfo>();
  #column = $state(0);
  #fraction = $state(0);
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
    return this.#found.done;
  }

  /** Who labelled them. */
  get reader(): ReaderId | undefined {
    return this.#reader;
  }

  /** How many rows have each label, the commonest first. */
  get counts(): readonly { readonly label: string; readonly count: number }[] {
    return this.#found.counts;
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
    return this.#found.of(row);
  }

  /** Labels every row, from the first; until it is cancelled. */
  async start(reader: ReaderId): Promise<void> {
    const info = this.#info;
    const table = this.#table;
    if (!info || !table) return;
    const running = this.#begin('labelling');
    this.#found.clear(info.rows);
    this.#reader = reader;
    const textsFrom = (from: number) =>
      table.call('column', { column: this.#column, from, to: from + rowsAtOnce }).ending;
    let next = textsFrom(0);
    let replacements = 0;
    while (this.#found.done < info.rows) {
      const texts = await next;
      if (this.#running !== running) return;
      if (texts.kind !== 'result') {
        return this.#fail(texts.kind === 'failure' ? texts.failure : undefined, 'done');
      }
      // The next block is cut while this one is read.
      const from = this.#found.done;
      next = textsFrom(from + texts.value.length);
      const failure = await this.#label(reader, texts.value, running.signal);
      if (this.#running !== running) return;
      if (running.signal.aborted) break;
      if (!failure && this.#found.done === from) break;
      if (!failure) continue;
      // A lost worker is replaced by the engine; what it had not told is read again.
      if (failure.code !== 'worker-died' || ++replacements > mostReplacements) {
        return this.#fail(failure, 'done');
      }
      next = textsFrom(this.#found.done);
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
        columns: this.#found.columns(names),
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
    this.#found.clear();
    this.#reader = undefined;
  }

  /** Labels the next rows; returns why it could not go on. */
  async #label(
    reader: ReaderId,
    texts: readonly string[],
    signal: AbortSignal,
  ): Promise<Failure | undefined> {
    const first = this.#found.done;
    const { ending } = this.#engine.call(
      'batch',
      { model: reader, texts },
      {
        signal,
        onProgress: ({ done, readings }) => {
          if (!signal.aborted) this.#found.keep(first + done - readings.length, readings);
        },
      },
    );
    const end = await ending;
    return end.kind === 'failure' ? end.failure : undefined;
  }
}
