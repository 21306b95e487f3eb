/**
 * What happens on See: which picture is on the stage (the live camera, a frozen frame or a photo),
 * what is said about it, and everything a visitor can do with it. Components draw it and call it.
 */
import type { FrameSource } from '#lib/camera/frame-source.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/failure/load-chunk.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import type { KeptFrame } from '#lib/storage/schema.ts';
import type { Detection, HeatMap, LabelId } from '#lib/vision/prediction.ts';
import { rank, type Ranking } from '#lib/vision/ranking.ts';
import { Explanation, type ExplainEngine } from './explanation.svelte.ts';
import { KeptTray } from './kept-tray.svelte.ts';
import { LiveSession, type SessionEngine } from './live-session.svelte.ts';
import { parseSettings, type SeeSettings } from './settings.ts';
import type { ClassifyEngine } from './still.ts';

export type SeeEngine = SessionEngine & ExplainEngine & ClassifyEngine;

export interface SeeOptions {
  readonly engine: SeeEngine;
  readonly openSource: () => FrameSource | undefined;
  /** The picture that the camera shows now; undefined while there is none. */
  readonly grabFrame: () => Promise<ImageBitmap | undefined>;
}

/** A picture that could not be opened or answered. */
export interface PictureProblem {
  /** The file's name; a frozen frame has none. */
  readonly name?: string;
  readonly failure: Failure;
}

const MAX_BOXES = 12;
const SETTINGS_KEY = 'see';

// Only for those who freeze a frame or bring a photo.
const photoCode = () => loadChunk(() => import('#lib/vision/photo.ts'));
const stillCode = () => loadChunk(() => import('./still.ts'));

export class See {
  readonly #options: SeeOptions;
  readonly session: LiveSession;
  readonly tray = new KeptTray();
  readonly why: Explanation;

  #settings = $state.raw(readPreference(SETTINGS_KEY, parseSettings));
  #still = $state.raw<KeptFrame>();
  #compared = $state.raw<KeptFrame>();
  #looking = $state(0);
  #photos = $state.raw({ done: 0, total: 0 });
  #problems = $state.raw<readonly PictureProblem[]>([]);

  #ranking = $derived.by((): Ranking | undefined => {
    if (!this.#still) return this.session.ranking;
    const scores = this.#still.predictions.map((p) => [p.label, p.score] as const);
    return rank(scores, this.#settings);
  });

  #detections = $derived.by((): readonly Detection[] => {
    const all = (this.#still ?? this.session.result)?.detections ?? [];
    return all.filter(({ score }) => score >= this.#settings.threshold).slice(0, MAX_BOXES);
  });

  constructor(options: SeeOptions) {
    this.#options = options;
    this.session = new LiveSession(options);
    this.session.adjust(this.#settings);
    this.why = new Explanation(options.engine);
  }

  get settings(): SeeSettings {
    return this.#settings;
  }

  /** The frozen frame or photo on the stage; undefined while the camera is. */
  get still(): KeptFrame | undefined {
    return this.#still;
  }

  /** The kept picture that the bars are compared with. */
  get compared(): KeptFrame | undefined {
    return this.#compared;
  }

  /** The answer for the picture on the stage; undefined before the first one. */
  get ranking(): Ranking | undefined {
    return this.#ranking;
  }

  /** Things found on the stage with a score that counts, best first. */
  get detections(): readonly Detection[] {
    return this.#detections;
  }

  /** A still picture is being classified. */
  get looking(): boolean {
    return this.#looking > 0;
  }

  /** How far a batch of photos has come. */
  get photos(): { readonly done: number; readonly total: number } {
    return this.#photos;
  }

  get problems(): readonly PictureProblem[] {
    return this.#problems;
  }

  /** Changes settings; they count at once and are there next time. */
  adjust(change: Partial<SeeSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.session.adjust(this.#settings);
    writePreference(SETTINGS_KEY, this.#settings);
  }

  /** Puts the current frame on the stage and into the tray. */
  async freeze(): Promise<void> {
    const picture = await this.#options.grabFrame();
    if (!picture) return;
    const { asked } = this.why;
    const frame = await this.#look('camera', () => Promise.resolve(picture));
    if (frame && asked) await this.explain(asked.label, asked.method);
  }

  /** Asks about the picture that stands still once more; both answers are kept, to be compared. */
  async lookAgain(): Promise<void> {
    const still = this.#still;
    if (still) await this.#look(still.origin, () => createImageBitmap(still.image));
  }

  backToLive(): void {
    this.why.stop();
    this.#still = undefined;
  }

  open(frame: KeptFrame): void {
    this.why.stop();
    this.#still = frame;
    if (this.#compared?.id === frame.id) this.#compared = undefined;
  }

  compareWith(frame: KeptFrame | undefined): void {
    this.#compared = frame;
  }

  async remove(frames: readonly KeptFrame[]): Promise<void> {
    const ids = new Set(frames.map((frame) => frame.id));
    if (this.#still && ids.has(this.#still.id)) this.backToLive();
    if (this.#compared && ids.has(this.#compared.id)) this.#compared = undefined;
    await this.tray.remove([...ids]);
  }

  /** Classifies photos one after another; each goes into the tray and the last stays on the stage. */
  async addPhotos(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    this.#problems = [];
    this.#photos = { ...this.#photos, total: this.#photos.total + files.length };
    for (const file of files) {
      await this.#look('photo', async () => (await photoCode()).readPhoto(file), file.name);
      this.#photos = { ...this.#photos, done: this.#photos.done + 1 };
    }
    if (this.#photos.done === this.#photos.total) this.#photos = { done: 0, total: 0 };
  }

  /** Tells what failed, of the picture of this name. @throws what is no failure */
  fail(error: unknown, name?: string): void {
    if (!(error instanceof FailureError)) throw error;
    const { failure } = error;
    this.#problems = [...this.#problems, name === undefined ? { failure } : { name, failure }];
  }

  dismissProblems(): void {
    this.#problems = [];
  }

  /** Shows why the picture on the stage has a label. Occlusion needs a picture that stands still. */
  async explain(
    label: LabelId,
    method: HeatMap['method'] = this.why.asked?.method ?? 'activation',
  ): Promise<void> {
    if (method === 'occlusion' && !this.#still) {
      this.why.stop();
      await this.freeze();
      if (!this.#still) return;
    }
    const still = this.#still;
    await this.why.start({
      label,
      method,
      takePicture: still ? () => createImageBitmap(still.image) : this.#options.grabFrame,
      follow: still === undefined,
    });
  }

  /** Why the best label, or no longer. */
  toggleWhy(): void {
    const best = this.#ranking?.predictions[0];
    if (this.why.asked) this.why.stop();
    else if (best) void this.explain(best.label);
  }

  close(): void {
    this.why.stop();
    this.session.close();
    this.tray.close();
  }

  async #look(
    origin: KeptFrame['origin'],
    takePicture: () => Promise<ImageBitmap>,
    name?: string,
  ): Promise<KeptFrame | undefined> {
    this.#looking += 1;
    try {
      const picture = await takePicture();
      const { classifyStill } = await stillCode();
      const frame = await classifyStill(this.#options.engine, picture, origin);
      if (!frame) return undefined;
      this.open(frame);
      await this.tray.keep(frame);
      return frame;
    } catch (error) {
      this.fail(error, name);
      return undefined;
    } finally {
      this.#looking -= 1;
    }
  }
}
