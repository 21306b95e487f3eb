/** Follows a project: embeds what is new, and keeps an instant head in step with every sample. */
import { Breath } from '#lib/engine/breath.ts';
import type { CallContext } from '#lib/engine/host.ts';
import { SentRows } from '../heads/grown-rows.ts';
import { EmbeddingCache } from './cache.ts';
import { Embedder } from './embedder.ts';
import { Gallery } from './gallery.ts';
import { InstantHead } from './instant-head.ts';
import type { Medium } from './medium.ts';
import type { FollowedClass, InstantMethod, LabelledSample, TrainerCalls } from './protocol.ts';

type FollowCall = TrainerCalls['follow'];

/** As much of a medium as following needs. */
export type FollowedMedium = Pick<
  Medium,
  'trunk' | 'togetherMs' | 'temperatures' | 'source' | 'writingOf'
>;

/** Of the time that embedding takes, the head may take so much for itself while more samples wait. */
const headShare = 1 / 12;

export class Follow {
  readonly projectId: string;
  readonly gallery: Gallery;
  readonly #medium: FollowedMedium;
  readonly #context: CallContext<FollowCall>;
  /** New here: embedded another day, perhaps. */
  readonly #arrived = new Map<string, LabelledSample>();
  /** To be embedded. */
  readonly #waiting = new Map<string, LabelledSample>();
  readonly #unreadable = new Map<string, LabelledSample>();
  readonly #settled: (() => void)[] = [];
  readonly #sent = new SentRows();
  #classes: readonly FollowedClass[];
  #instant: InstantHead;
  #cache: EmbeddingCache | undefined;
  #wake: (() => void) | undefined;

  constructor(
    { projectId, classes, samples, instant }: FollowCall['request'],
    context: CallContext<FollowCall>,
    medium: FollowedMedium,
  ) {
    this.projectId = projectId;
    this.#medium = medium;
    this.#context = context;
    this.#classes = classes;
    this.gallery = new Gallery(medium.trunk.dimensions);
    const { trunk, temperatures } = medium;
    this.#instant = new InstantHead(instant, trunk.dimensions, classes, {
      temperatures,
      ...(medium.writingOf && {
        writingOf: (some: readonly LabelledSample[]) => medium.writingOf!(some, projectId),
      }),
    });
    for (const sample of samples) this.#arrived.set(sample.id, sample);
    context.onUpdate((update) => this.#take(update));
    context.signal.addEventListener('abort', () => this.#wake?.(), { once: true });
  }

  get classes(): readonly FollowedClass[] {
    return this.#classes;
  }

  get instantMethod(): InstantMethod {
    return this.#instant.method;
  }

  /** Runs until it is cancelled. @throws the signal's reason, FailureError */
  async run(): Promise<never> {
    const { signal } = this.#context;
    const { trunk, togetherMs } = this.#medium;
    const { projectId } = this;
    const { id, dimensions } = trunk;
    this.#cache = await EmbeddingCache.open({ projectId, trunk: id, augmentation: '', dimensions });
    const embedder = new Embedder(this.#medium.source(projectId), this.#cache);
    try {
      for (;;) {
        signal.throwIfAborted();
        await this.#takeKept(signal);
        const headFromMs = performance.now();
        await this.#tellHead();
        const headMs = performance.now() - headFromMs;
        if (this.#waiting.size === 0) await this.#rest(embedder);
        else await this.#embedSome(embedder, Math.min(togetherMs, headMs / headShare), signal);
      }
    } finally {
      await embedder.flush();
    }
  }

  /** Resolves when nothing waits to be embedded; at once when nothing does. */
  settled(signal: AbortSignal, onProgress: (done: number, total: number) => void): Promise<void> {
    const total = this.#pending;
    if (total === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setInterval(() => onProgress(total - this.#pending, total), 100);
      const release = () => {
        signal.removeEventListener('abort', stop);
        clearInterval(timer);
      };
      const stop = () => {
        release();
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', stop);
      this.#settled.push(() => {
        release();
        resolve();
      });
    });
  }

  get #pending(): number {
    return this.#arrived.size + this.#waiting.size;
  }

  #take(update: FollowCall['update']): void {
    if (update.kind === 'samples') {
      for (const sample of update.put) this.#put(sample);
      for (const id of update.removed) this.#remove(id);
    } else if (update.kind === 'classes') {
      this.#classes = update.classes;
      this.#instant.change(this.#instant.method, update.classes);
    } else {
      this.#instant.change(update.method, this.#classes);
    }
    this.#wake?.();
  }

  #put(sample: LabelledSample): void {
    const before = this.gallery.get(sample.id)?.sample;
    if (!before) {
      this.#unreadable.delete(sample.id);
      if (this.#waiting.has(sample.id)) this.#waiting.set(sample.id, sample);
      else this.#arrived.set(sample.id, sample);
      return;
    }
    const vector = this.gallery.vector(sample.id)!;
    this.gallery.relabel(sample);
    this.#instant.remove(before, vector);
    this.#instant.add(sample, vector);
  }

  #remove(id: string): void {
    this.#arrived.delete(id);
    this.#waiting.delete(id);
    this.#unreadable.delete(id);
    const sample = this.gallery.get(id)?.sample;
    if (sample) this.#instant.remove(sample, this.gallery.vector(id)!);
    this.gallery.remove(id);
  }

  #add(sample: LabelledSample, vector: Float32Array): void {
    this.#waiting.delete(sample.id);
    this.gallery.put(sample, vector);
    this.#instant.add(sample, vector);
  }

  /** What was embedded another day. */
  async #takeKept(signal: AbortSignal): Promise<void> {
    const breath = new Breath(signal);
    for (const [id, sample] of this.#arrived) {
      this.#arrived.delete(id);
      const kept = this.#cache?.get(id);
      if (kept) this.#add(sample, kept);
      else this.#waiting.set(id, sample);
      if (breath.due) await breath.take();
    }
  }

  /** At least one, and more while there is time: where embedding is quick, the head would take most of it. */
  async #embedSome(embedder: Embedder, forMs: number, signal: AbortSignal): Promise<void> {
    const endMs = performance.now() + forMs;
    const breath = new Breath(signal);
    for (;;) {
      const [next] = this.#waiting.values();
      if (!next) break;
      await this.#embed(next, embedder, signal);
      if (performance.now() >= endMs) break;
      if (breath.due) await breath.take();
    }
    // That all were looked at is told at rest, after the head that knows them all.
    if (this.#waiting.size > 0) this.#tellProgress(embedder);
  }

  async #embed(next: LabelledSample, embedder: Embedder, signal: AbortSignal): Promise<void> {
    const embedded = await embedder.embed(next.id, this.#waiting.keys(), signal);
    // It may have been moved or removed meanwhile.
    const sample = this.#waiting.get(next.id);
    if (!sample) return;
    if (embedded.kind === 'rows') {
      this.#add(sample, embedded.rows);
    } else {
      this.#waiting.delete(sample.id);
      this.#unreadable.set(sample.id, sample);
    }
  }

  async #rest(embedder: Embedder): Promise<void> {
    await embedder.flush();
    if (this.#pending > 0 || this.#context.signal.aborted) return;
    this.#tellProgress(embedder);
    for (const settled of this.#settled.splice(0)) settled();
    const dueMs = this.#instant.familiarityDueInMs(this.gallery);
    const timer = dueMs !== undefined && setTimeout(() => this.#tellAgain(), dueMs);
    await new Promise<void>((resolve) => (this.#wake = resolve));
    if (timer) clearTimeout(timer);
    this.#wake = undefined;
  }

  #tellAgain(): void {
    this.#instant.tellAgain();
    this.#wake?.();
  }

  #tellProgress({ unkept }: Embedder): void {
    const done = this.gallery.size + this.#unreadable.size;
    this.#context.progress({
      kind: 'embedded',
      done,
      total: done + this.#pending,
      unreadable: [...this.#unreadable.keys()],
      ...(unkept && { unkept }),
    });
  }

  async #tellHead(): Promise<void> {
    const { signal } = this.#context;
    for (;;) {
      const update = await this.#instant.update(this.gallery, signal);
      if (!update) return;
      const { answerer, updateMs } = update;
      const trunk = this.#medium.trunk.id;
      const head = this.#sent.trim(answerer.head);
      this.#context.progress({ kind: 'head', answerer: { ...answerer, head, trunk }, updateMs });
    }
  }
}
