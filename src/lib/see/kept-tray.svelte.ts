/**
 * The tray of kept frames: what the browser keeps, newest first. A frame that could not be stored
 * stays in the tray for this visit, and the failure says so. Deleting can be undone.
 */
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { isAnythingKept } from '#lib/storage/presence.ts';
import type { KeptFrame } from '#lib/storage/schema.ts';

const storage = () => loadChunk(() => import('#lib/storage/kept-frames.ts'));

export class KeptTray {
  #frames = $state.raw<readonly KeptFrame[]>([]);
  #failure = $state.raw<Failure>();
  #removed = $state.raw<readonly KeptFrame[]>([]);
  readonly #urls = new Map<string, string>();

  /** Newest first. */
  get frames(): readonly KeptFrame[] {
    return this.#frames;
  }

  /** Why the last change was not stored. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** What the last deletion took away, while it can still be undone. */
  get removed(): readonly KeptFrame[] {
    return this.#removed;
  }

  async load(): Promise<void> {
    await this.#store(async () => {
      // Most first visits keep nothing, and then need none of the storage's code.
      if (!(await isAnythingKept())) return;
      const { listKeptFrames } = await storage();
      const stored = await listKeptFrames();
      const known = new Set(this.#frames.map((frame) => frame.id));
      this.#show([...this.#frames, ...stored.filter((frame) => !known.has(frame.id))]);
    });
  }

  async keep(frame: KeptFrame): Promise<void> {
    this.#show([frame, ...this.#frames]);
    await this.#store(async () => (await storage()).putKeptFrames([frame]));
  }

  async remove(ids: readonly string[]): Promise<void> {
    const gone = new Set(ids);
    this.dismissUndo();
    this.#removed = this.#frames.filter((frame) => gone.has(frame.id));
    this.#show(this.#frames.filter((frame) => !gone.has(frame.id)));
    await this.#store(async () => (await storage()).removeKeptFrames(ids));
  }

  async undo(): Promise<void> {
    const back = this.#removed;
    this.#removed = [];
    this.#show([...this.#frames, ...back]);
    await this.#store(async () => (await storage()).putKeptFrames(back));
  }

  /** What was deleted is gone for good. */
  dismissUndo(): void {
    for (const { id } of this.#removed) {
      const url = this.#urls.get(id);
      if (url !== undefined) URL.revokeObjectURL(url);
      this.#urls.delete(id);
    }
    this.#removed = [];
  }

  /** An object URL for a frame's picture; it lives as long as the tray. */
  urlOf(frame: KeptFrame): string {
    const known = this.#urls.get(frame.id);
    if (known !== undefined) return known;
    const url = URL.createObjectURL(frame.image);
    this.#urls.set(frame.id, url);
    return url;
  }

  close(): void {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }

  #show(frames: readonly KeptFrame[]): void {
    this.#frames = [...frames].sort((a, b) => b.keptAt - a.keptAt);
  }

  async #store(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#failure = undefined;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
    }
  }
}
