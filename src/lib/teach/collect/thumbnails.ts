/**
 * Thumbnails as URLs, for the tiles in sight only: read in batches, shared, and forgotten when nobody shows
 * them, but for a few hundred so that scrolling back does not flicker.
 */
export interface ThumbnailParts {
  /** URLs that need not be given back, by id. */
  readonly read: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
  /** Runs soon, together with what else is asked for now. */
  readonly soon: (work: () => void) => void;
}

/** URLs that nobody shows now and that are kept all the same. */
export const keptUrls = 300;

/** Where none is asked for (no sample is in sight), nobody waits longer. */
const firstAtLatestMs = 1_000;

interface Shown {
  url: string | undefined;
  readonly listeners: Set<(url: string) => void>;
}

export class Thumbnails {
  readonly kind = 'picture';
  readonly #parts: ThumbnailParts;
  readonly #shown = new Map<string, Shown>();
  /** In the order in which they were last given back. */
  readonly #idle = new Map<string, string>();
  #wanted = new Set<string>();
  #closed = false;
  #tellFirst!: () => void;
  /** Settles when the first of them are there: what else a page brings can wait for what is looked at first. */
  readonly first: Promise<void>;

  constructor(parts: ThumbnailParts) {
    this.#parts = parts;
    this.first = new Promise((resolve) => (this.#tellFirst = resolve));
    setTimeout(this.#tellFirst, firstAtLatestMs);
  }

  /** Tells the URL as soon as it is known, at once where it is. Returns how to give it back. */
  show(id: string, listener: (url: string) => void): () => void {
    const shown = this.#shown.get(id) ?? { url: this.#idle.get(id), listeners: new Set() };
    this.#idle.delete(id);
    this.#shown.set(id, shown);
    shown.listeners.add(listener);
    if (shown.url !== undefined) listener(shown.url);
    else this.#want(id);
    return () => {
      shown.listeners.delete(listener);
      if (shown.listeners.size > 0 || this.#shown.get(id) !== shown) return;
      this.#shown.delete(id);
      if (shown.url !== undefined) this.#keep(id, shown.url);
    };
  }

  /** How many URLs are known. */
  get known(): number {
    return (
      [...this.#shown.values()].filter(({ url }) => url !== undefined).length + this.#idle.size
    );
  }

  close(): void {
    this.#closed = true;
    this.#shown.clear();
    this.#idle.clear();
  }

  #want(id: string): void {
    if (this.#wanted.size === 0) this.#parts.soon(() => void this.#readWanted());
    this.#wanted.add(id);
  }

  async #readWanted(): Promise<void> {
    // What has scrolled by in the meantime is not read at all.
    const ids = [...this.#wanted].filter((id) => this.#shown.has(id));
    this.#wanted = new Set();
    if (ids.length === 0) return;
    const urls = await this.#parts.read(ids);
    if (this.#closed) return;
    this.#tellFirst();
    for (const [id, url] of urls) {
      const shown = this.#shown.get(id);
      if (!shown) this.#keep(id, url);
      else if (shown.url === undefined) {
        shown.url = url;
        for (const listener of shown.listeners) listener(url);
      }
    }
  }

  #keep(id: string, url: string): void {
    if (this.#closed) return;
    this.#idle.set(id, url);
    for (const oldest of this.#idle.keys()) {
      if (this.#idle.size <= keptUrls) return;
      this.#idle.delete(oldest);
    }
  }
}
