/**
 * Thumbnails as object URLs, for the tiles in sight only: read in batches, shared, and given back
 * when nobody shows them, but for a few hundred so that scrolling back does not flicker.
 */
export interface ThumbnailParts {
  readonly read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Blob>>;
  readonly createUrl: (blob: Blob) => string;
  readonly revokeUrl: (url: string) => void;
  /** Runs soon, together with what else is asked for now. */
  readonly soon: (work: () => void) => void;
}

/** URLs that nobody shows now and that are kept all the same. */
export const keptUrls = 300;

interface Entry {
  url: string | undefined;
  readonly listeners: Set<(url: string) => void>;
}

export class Thumbnails {
  readonly kind = 'picture';
  readonly #parts: ThumbnailParts;
  /** In the order of their last use, so that the first idle one is the oldest. */
  readonly #entries = new Map<string, Entry>();
  #wanted = new Set<string>();
  #closed = false;

  constructor(parts: ThumbnailParts) {
    this.#parts = parts;
  }

  /** Tells the URL as soon as it is known, at once where it is. Returns how to give it back. */
  show(id: string, listener: (url: string) => void): () => void {
    const entry = this.#entries.get(id) ?? { url: undefined, listeners: new Set() };
    this.#entries.delete(id);
    this.#entries.set(id, entry);
    entry.listeners.add(listener);
    if (entry.url !== undefined) listener(entry.url);
    else this.#want(id);
    return () => {
      entry.listeners.delete(listener);
      this.#trim();
    };
  }

  /** How many URLs are alive. */
  get alive(): number {
    return [...this.#entries.values()].filter(({ url }) => url !== undefined).length;
  }

  close(): void {
    this.#closed = true;
    for (const { url } of this.#entries.values()) if (url !== undefined) this.#parts.revokeUrl(url);
    this.#entries.clear();
  }

  #want(id: string): void {
    if (this.#wanted.size === 0) this.#parts.soon(() => void this.#readWanted());
    this.#wanted.add(id);
  }

  async #readWanted(): Promise<void> {
    // What has scrolled by in the meantime is not read at all.
    const ids = [...this.#wanted].filter((id) => this.#entries.get(id)?.listeners.size);
    this.#wanted = new Set();
    if (ids.length === 0) return;
    const blobs = await this.#parts.read(ids);
    if (this.#closed) return;
    for (const [id, blob] of blobs) {
      const entry = this.#entries.get(id);
      if (!entry || entry.url !== undefined) continue;
      const url = this.#parts.createUrl(blob);
      entry.url = url;
      for (const listener of entry.listeners) listener(url);
    }
    this.#trim();
  }

  #trim(): void {
    const idle = [...this.#entries].filter(([, { listeners }]) => listeners.size === 0);
    for (const [id, { url }] of idle.slice(0, Math.max(0, idle.length - keptUrls))) {
      if (url !== undefined) this.#parts.revokeUrl(url);
      this.#entries.delete(id);
    }
  }
}
