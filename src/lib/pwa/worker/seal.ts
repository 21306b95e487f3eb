/**
 * The network refused, for one page: while the seal is on, whatever the page and its workers ask for is answered from
 * the cache or fails, as it would in flight mode. So a proof that it all works offline can be had with the network on.
 */
import type { Sealing } from '../messages.ts';
import { isolated } from './isolate.ts';
import type { Precache } from './readiness.ts';

/** As much of a FetchEvent as is looked at. */
export interface AskedFor {
  readonly request: Request;
  readonly clientId: string;
  /** Of a worker's script: the worker to be. Empty where the browser does not tell. */
  readonly resultingClientId: string;
}

/** No list of refusals is read beyond this. */
const mostRefused = 50;

export class Seal {
  readonly #precache: Precache;
  readonly #now: () => number;
  readonly #storage: CacheStorage | undefined;
  /** The page and its workers; undefined: no seal is on. */
  #members: Set<string> | undefined;
  /** Workers of others cannot be told from this page's: for the moment all get what the cache holds. */
  #everyWorker = false;
  #untilMs = 0;
  #refused: string[] = [];

  /** @param now a clock that nobody sets back */
  constructor(precache: Precache, now = () => performance.now(), storage?: CacheStorage) {
    this.#precache = precache;
    this.#now = now;
    this.#storage = storage;
  }

  close(page: string, limitMs: number): Sealing {
    this.#members = new Set([page]);
    this.#everyWorker = false;
    this.#untilMs = this.#now() + limitMs;
    this.#refused = [];
    return { kind: 'sealed' };
  }

  open(): Sealing {
    const held = this.#on;
    this.#members = undefined;
    return held ? { kind: 'released', refused: this.#refused } : { kind: 'lost' };
  }

  /** Whether this is to be answered by {@link answer}. Pages that are opened meanwhile are let through. */
  holds({ request, clientId, resultingClientId }: AskedFor): boolean {
    if (!this.#on || request.mode === 'navigate') return false;
    const isMember = this.#members!.has(clientId);
    if (isMember && request.destination === 'worker') {
      if (resultingClientId) this.#members!.add(resultingClientId);
      else this.#everyWorker = true;
    }
    return isMember || this.#everyWorker;
  }

  /** From the cache, under the address without its query, as the precache does; else a network error. */
  async answer({ url, method }: Pick<Request, 'url' | 'method'>): Promise<Response> {
    const { cacheName, keyOf } = this.#precache;
    const { origin, pathname } = new URL(url);
    const plain = `${origin}${pathname}`;
    const candidates = [plain, plain.endsWith('/') ? `${plain}index.html` : `${plain}.html`];
    const key = method === 'GET' ? candidates.map(keyOf).find((found) => found) : undefined;
    const cache = await (this.#storage ?? caches).open(cacheName);
    const kept = key && (await cache.match(key));
    if (kept) return isolated(kept);
    if (this.#refused.length < mostRefused) this.#refused.push(url);
    return Response.error();
  }

  get #on(): boolean {
    return this.#members !== undefined && this.#now() < this.#untilMs;
  }
}
