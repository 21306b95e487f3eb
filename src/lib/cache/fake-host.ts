/** For tests: a host of one file that breaks off, forgets, lies and counts; and locks as browsers have them. */
import type { FileEntry } from './installed-model.ts';
import { sha256Digest } from './sha256-digest.ts';

export const bytesOf = (length: number, seed = 1): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8) * seed + seed) & 255);

export const entryOf = (content: Uint8Array<ArrayBuffer>, file = 'a/weights.bin'): FileEntry => ({
  file,
  bytes: content.byteLength,
  sha256: Array.from(new Uint8Array(sha256Digest(content.slice().buffer)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join(''),
});

const pieceBytes = 64 * 1024;

export class FakeHost {
  content: Uint8Array<ArrayBuffer>;
  etag: string | undefined = '"one"';
  takesRanges = true;
  /** Whole answers come compressed: so they have another mark, as another representation. */
  encoding: string | undefined;
  /** Answers break off when they have given so many bytes, one after the other. */
  cuts: number[] = [];
  /** How often each byte was given. */
  readonly given: Uint8Array;
  readonly asked: { range: string | null; ifRange: string | null; cache: string | undefined }[] =
    [];

  constructor(content: Uint8Array<ArrayBuffer>) {
    this.content = content;
    this.given = new Uint8Array(content.byteLength);
  }

  get bytesGiven(): number {
    return this.given.reduce((sum, times) => sum + times, 0);
  }

  readonly fetch = async (_url: unknown, init: RequestInit = {}): Promise<Response> => {
    init.signal?.throwIfAborted();
    const headers = new Headers(init.headers);
    const [range, ifRange] = [headers.get('range'), headers.get('if-range')];
    this.asked.push({ range, ifRange, cache: init.cache });
    const isCompressed = this.encoding !== undefined && range === null;
    const isSame = ifRange === null || ifRange === this.etag;
    const from = this.takesRanges && isSame ? Number(/\d+/.exec(range ?? '0')?.[0]) : 0;
    const tags: Record<string, string> = this.etag ? { etag: this.etag } : {};
    if (isCompressed) Object.assign(tags, { etag: '"one-br"', 'content-encoding': this.encoding });
    if (from >= this.content.byteLength) return new Response(null, { status: 416, headers: tags });
    const goesOn = range !== null && this.takesRanges && isSame;
    if (goesOn) {
      const { byteLength } = this.content;
      tags['content-range'] = `bytes ${from}-${byteLength - 1}/${byteLength}`;
    }
    return new Response(this.#body(from, init.signal), {
      status: goesOn ? 206 : 200,
      headers: tags,
    });
  };

  #body(from: number, signal?: AbortSignal | null): ReadableStream<Uint8Array> {
    const cut = this.cuts.shift() ?? Infinity;
    let at = from;
    return new ReadableStream<Uint8Array>(
      {
        pull: (controller) => {
          if (signal?.aborted) return controller.error(signal.reason);
          const end = Math.min(at + pieceBytes, this.content.byteLength, from + cut);
          for (let i = at; i < end; i++) this.given[i]!++;
          if (end > at) controller.enqueue(this.content.slice(at, end));
          at = end;
          if (at === this.content.byteLength) controller.close();
          else if (at === from + cut) controller.error(new TypeError('network error'));
        },
      },
      { highWaterMark: 0 },
    );
  }
}

type Held = { mode: string; done: Promise<unknown> };

/** Exclusive and shared locks, waited for in turn. */
export class FakeLocks {
  readonly #held = new Map<string, Held[]>();

  readonly request = async (name: string, ...rest: unknown[]): Promise<unknown> => {
    const work = rest.at(-1) as (lock: unknown) => Promise<unknown>;
    const {
      mode = 'exclusive',
      ifAvailable = false,
      signal,
    } = (rest.length > 1 ? rest[0] : {}) as LockOptions;
    for (;;) {
      const held = this.#held.get(name) ?? [];
      const inTheWay = held.filter((one) => mode === 'exclusive' || one.mode === 'exclusive');
      if (inTheWay.length === 0) break;
      if (ifAvailable) return work(null);
      await Promise.race([
        ...inTheWay.map(({ done }) => done),
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      ]);
    }
    signal?.throwIfAborted();
    let end = () => {};
    const lock: Held = { mode, done: new Promise<void>((resolve) => (end = resolve)) };
    this.#held.set(name, [...(this.#held.get(name) ?? []), lock]);
    try {
      return await work({ name });
    } finally {
      this.#held.set(
        name,
        (this.#held.get(name) ?? []).filter((one) => one !== lock),
      );
      end();
    }
  };
}
