/** Turns kept samples into embeddings, one in memory at a time, and keeps what it has made. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { EmbeddingCache, Vectors } from './cache.ts';
import type { SampleSource } from './medium.ts';

/** Samples are looked up this many at a time. */
const batch = 16;
/** So many of them are told of before their turn. */
const ahead = 2;

export type Embedded =
  | { readonly kind: 'rows'; readonly rows: Vectors }
  | { readonly kind: 'unreadable'; readonly failure: Failure };

export class Embedder {
  readonly cache: EmbeddingCache;
  readonly #source: SampleSource;
  #waiting = new Map<string, unknown>();
  /** Why the newest embeddings could not be kept; they serve from memory and are made again next time. */
  unkept: Failure | undefined;

  constructor(source: SampleSource, cache: EmbeddingCache) {
    this.#source = source;
    this.cache = cache;
  }

  /**
   * @param soon ids that are asked for next, to look them up together.
   * @throws the signal's reason, FailureError of the backend
   */
  async embed(id: string, soon: Iterable<string>, signal: AbortSignal): Promise<Embedded> {
    const kept = await this.#kept(id, soon);
    signal.throwIfAborted();
    if (kept === undefined) {
      return {
        kind: 'unreadable',
        failure: { code: 'image-unreadable', detail: 'nothing is kept of it' },
      };
    }
    this.#tellAhead();
    const made = await this.#source.embed(kept, id, signal);
    return made.kind === 'rows' ? { kind: 'rows', rows: await this.#keep(id, made.rows) } : made;
  }

  /** Writes what is not yet on disk. */
  async flush(): Promise<void> {
    try {
      await this.cache.flush();
      this.unkept = undefined;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.unkept = error.failure;
    }
  }

  async #keep(id: string, rows: Float32Array): Promise<Vectors> {
    const kept = this.cache.remember(id, rows);
    if (this.cache.due) await this.flush();
    return kept;
  }

  #tellAhead(): void {
    const next = this.#waiting.entries();
    for (let i = 0; i < ahead; i++) {
      const { value, done } = next.next();
      if (done) return;
      const [id, kept] = value;
      this.#source.ahead?.(kept, id);
    }
  }

  async #kept(id: string, soon: Iterable<string>): Promise<unknown> {
    if (!this.#waiting.has(id)) {
      const ids = [id];
      for (const other of soon) {
        if (ids.length === batch) break;
        if (other !== id) ids.push(other);
      }
      this.#waiting = await this.#source.read(ids);
    }
    const kept = this.#waiting.get(id);
    this.#waiting.delete(id);
    return kept;
  }
}
