/** The parts on disk of a file that is arriving. Where nothing can be kept, it arrives all the same. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { Arrived } from './arrived.ts';
import { inModels, partsOf, type Unfinished, writable } from './database.ts';

/** As much as a cut may cost. */
export const partBytes = 1024 * 1024;

export class UnfinishedFile {
  readonly #key: string;
  #row: Unfinished | undefined;
  #parts: readonly Blob[];
  #count: number;
  /** Bytes that are on disk, or on their way there. */
  #written = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #failure: Failure | undefined;
  #isSettled = false;

  private constructor(key: string, row: Unfinished | undefined, parts: readonly Blob[]) {
    this.#key = key;
    this.#row = row;
    this.#parts = row ? parts : [];
    this.#count = this.#parts.length;
  }

  static async open(key: string): Promise<UnfinishedFile> {
    try {
      return await inModels(['unfinished', 'parts'], 'readonly', async (transaction) => {
        const row = await transaction.get('unfinished', key);
        const parts = await transaction.getAll('parts', partsOf(key));
        // One that is missing, or was never written, ends what can be gone on from.
        const whole = parts.filter(({ index }, at) => index === at);
        return new UnfinishedFile(
          key,
          row,
          whole.map(({ blob }) => blob),
        );
      });
    } catch (error) {
      const file = new UnfinishedFile(key, undefined, []);
      file.#stop(error);
      return file;
    }
  }

  /** What the server called this version of the file; it goes on only from the same. */
  get mark(): string | undefined {
    const { etag, lastModified } = this.#row ?? {};
    return (etag?.startsWith('W/') ? undefined : etag) ?? lastModified ?? undefined;
  }

  /** The length of a file that had all come. */
  get wholeBytes(): number | undefined {
    return this.#row?.wholeBytes;
  }

  isSame({ headers }: Response): boolean {
    const { etag = null, lastModified = null } = this.#row ?? {};
    const told = (name: string, known: string | null) =>
      known !== null && headers.get(name) === known;
    return told('etag', etag) || told('last-modified', lastModified);
  }

  /** Puts together what an earlier visit brought. */
  async read(arrived: Arrived): Promise<void> {
    for (const part of this.#parts) {
      try {
        if (!arrived.add(new Uint8Array(await part.arrayBuffer()))) break;
      } catch (error) {
        // The disk has lost it; what came before is good.
        if (!(error instanceof DOMException)) throw error;
        break;
      }
    }
    if (arrived.loaded === Infinity) arrived.restart();
    this.#written = arrived.loaded;
    this.#parts = [];
  }

  begin(url: string, { headers }: Response): void {
    if (this.#row) return;
    // The marks of a compressed answer are not those of the file, of which the rest is asked for.
    const markOf = (name: string) => (headers.has('content-encoding') ? null : headers.get(name));
    const row: Unfinished = {
      key: this.#key,
      url,
      etag: markOf('etag'),
      lastModified: markOf('last-modified'),
    };
    this.#row = row;
  }

  /** Whole parts of what is there go to disk; nobody waits for them. */
  write(arrived: Arrived): void {
    while (arrived.loaded - this.#written >= partBytes) {
      this.#put(arrived.slice(this.#written, this.#written + partBytes));
    }
  }

  /** What is left, too, before a pause. Resolves when all is on disk. */
  async flush(arrived: Arrived): Promise<void> {
    const { loaded } = arrived;
    if (loaded !== Infinity) {
      this.write(arrived);
      if (loaded > this.#written) this.#put(arrived.slice(this.#written, loaded));
    }
    await this.#writing;
  }

  /** Writes no more parts. Resolves when none is being written. */
  async settle(): Promise<void> {
    this.#isSettled = true;
    await this.#writing;
  }

  /** All has come: the next one needs no network for it. */
  async finish(arrived: Arrived): Promise<void> {
    await this.flush(arrived);
    if (!this.#row) return;
    const row = { ...this.#row, wholeBytes: arrived.loaded };
    this.#queue(() => inModels(['unfinished'], 'readwrite', (t) => t.put('unfinished', row)));
    await this.#writing;
  }

  async drop(): Promise<void> {
    this.#queue(() => dropParts(this.#key));
    this.#row = undefined;
    this.#written = 0;
    this.#count = 0;
    await this.#writing;
  }

  #put(bytes: Uint8Array<ArrayBuffer>): void {
    const index = this.#count++;
    const contents = new Blob([bytes]);
    const row = this.#row;
    this.#written += bytes.byteLength;
    this.#queue(async () => {
      const part = { of: this.#key, index, blob: await writable(contents) };
      await inModels(['unfinished', 'parts'], 'readwrite', async (transaction) => {
        if (row && index === 0) await transaction.put('unfinished', row);
        await transaction.put('parts', part);
      });
    });
  }

  #queue(write: () => Promise<unknown>): void {
    this.#writing = this.#writing.then(async () => {
      if (this.#failure || this.#isSettled) return;
      await write().catch(async (error: unknown) => {
        this.#stop(error);
        // What is left of a full disk is for files that are whole.
        if (this.#failure?.code === 'storage-full') await dropParts(this.#key).catch(this.#stop);
      });
    });
  }

  /** Without a disk, or on a full one, the file still arrives; whoever keeps it finds out and tells. */
  readonly #stop = (error: unknown): void => {
    if (!(error instanceof FailureError)) throw error;
    this.#failure = error.failure;
  };
}

/** Lets go of what an unfinished download has kept. */
export async function dropParts(key: string): Promise<void> {
  await inModels(['unfinished', 'parts'], 'readwrite', async (transaction) => {
    await transaction.delete('parts', partsOf(key));
    await transaction.delete('unfinished', key);
  });
}

/** Parts of a file that are on the disk. Where nothing can be kept, none. */
export async function countParts(key: string): Promise<number> {
  try {
    const keys = await inModels(['parts'], 'readonly', (transaction) =>
      transaction.keys('parts', partsOf(key)),
    );
    return keys.length;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return 0;
  }
}
