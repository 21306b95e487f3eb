/** A table in its worker, as an import asks for it. */
import type { CallOptions, Link } from '#lib/engine/link.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { openTableWorker } from '#lib/text/table/open-table.ts';
import type { TableCalls } from '#lib/text/table/protocol.ts';
import type { TableInfo } from '#lib/text/table/table.ts';

export class OpenTable {
  readonly fileName: string;
  readonly #file: Blob;
  readonly #link: Link<TableCalls>;
  #info: TableInfo;

  private constructor(link: Link<TableCalls>, file: Blob, fileName: string, info: TableInfo) {
    this.#link = link;
    this.#file = file;
    this.fileName = fileName;
    this.#info = info;
  }

  /**
   * @param fileName '' for what was pasted
   * @throws FailureError `no-worker` | `text-unreadable` | `text-too-large` | `file-unreadable`
   */
  static async open(
    file: Blob,
    fileName: string,
    options: CallOptions<TableCalls['readTable']> = {},
  ): Promise<OpenTable | undefined> {
    const link = openTableWorker();
    try {
      const info = await result(link.call('readTable', { file, name: fileName }, options).ending);
      if (info) return new OpenTable(link, file, fileName, info);
    } catch (error) {
      link.close();
      throw error;
    }
    link.close();
    return undefined;
  }

  get info(): TableInfo {
    return this.#info;
  }

  get rows(): number {
    return this.#info.rows;
  }

  /** The same file again, with another encoding. */
  async decode(encoding: string): Promise<void> {
    const source = { file: this.#file, name: this.fileName, encoding };
    this.#info = (await result(this.#link.call('readTable', source).ending)) ?? this.#info;
  }

  async setHeader(header: boolean): Promise<void> {
    this.#info = (await result(this.#link.call('setHeader', { header }).ending)) ?? this.#info;
  }

  async firstRows(count: number): Promise<readonly (readonly string[])[]> {
    return (await result(this.#link.call('rows', { from: 0, to: count }).ending)) ?? [];
  }

  async column(column: number, from: number, to: number): Promise<readonly string[]> {
    return (await result(this.#link.call('column', { column, from, to }).ending)) ?? [];
  }

  /** Lets go of the table. */
  close(): void {
    this.#link.close();
  }
}

/** Undefined where it was cancelled. */
async function result<Result>(ending: Promise<Ending<Result>>): Promise<Result | undefined> {
  const ended = await ending;
  if (ended.kind === 'failure') throw new FailureError(ended.failure.code, ended.failure.detail);
  return ended.kind === 'result' ? ended.value : undefined;
}
