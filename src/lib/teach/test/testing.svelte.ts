/**
 * What a person can do while testing: freeze, ask about a photo, ask why, and teach what is in view.
 * Joins the live test, the camera and the project; owns none of them.
 */
import type { Camera } from '#lib/camera/camera.svelte.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ClassRow } from '#lib/storage/project-rows.ts';
import { readPhoto } from '#lib/vision/photo.ts';
import { m } from '#paraglide/messages.js';
import { Capturer } from '../collect/capture/capturer.ts';
import type { InstantMethod } from '../heads/instant.ts';
import { addClasses } from '../project/class-commands.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import { Why, type WhyEngine } from '../understand/why.svelte.ts';
import { defaultCaution, limitAt } from './caution.ts';
import type { LiveTest } from './live-test.svelte.ts';

export interface TestingParts {
  readonly project: OpenProject;
  readonly camera: Camera;
  readonly live: LiveTest;
  /** The trainer, which knows every sample. */
  readonly trainer: WhyEngine;
  readonly instantMethod: () => InstantMethod;
  /** Starts the worker that looks again, after it could not be. */
  readonly restart: () => void;
}

export class Testing {
  readonly project: OpenProject;
  readonly camera: Camera;
  readonly live: LiveTest;
  readonly why: Why;
  readonly #instantMethod: () => InstantMethod;
  readonly #restart: () => void;
  readonly #capturer = new Capturer();
  #adding = $state(false);
  #added = $state<string>();
  #failure = $state.raw<Failure>();

  constructor({ project, camera, live, trainer, instantMethod, restart }: TestingParts) {
    this.#restart = restart;
    this.project = project;
    this.camera = camera;
    this.live = live;
    this.#instantMethod = instantMethod;
    this.why = new Why(live, trainer);
  }

  get instantMethod(): InstantMethod {
    return this.#instantMethod();
  }

  /** 0..1 */
  get caution(): number {
    return this.project.project.caution ?? defaultCaution;
  }

  /** The largest distance that is still an answer; Infinity while there is nothing to measure by. */
  get limit(): number {
    const familiarity = this.live.answerer?.familiarity;
    return familiarity ? limitAt(familiarity, this.caution) : Infinity;
  }

  /** Whether what is in view is like nothing that was shown. */
  get unknown(): boolean {
    const distance = this.live.result?.distance;
    return distance !== undefined && distance > this.limit;
  }

  /** The class of "none of these", once there is one. */
  get noneClass(): ClassRow | undefined {
    return this.project.classes.find(({ role }) => role === 'none');
  }

  get adding(): boolean {
    return this.#adding;
  }

  /** The class that what was in view has just been added to. */
  get added(): string | undefined {
    return this.#added;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  /** Looks through a camera's track from now on; undefined: through none. */
  follow(track: MediaStreamTrack | undefined): void {
    if (track) this.live.start();
    else this.live.stop();
  }

  /** Rests while nobody looks. A picture that stands still rests anyway. */
  rest(resting: boolean): void {
    this.live.pause(resting || this.live.still !== undefined);
  }

  /** Tries again after the live test gave up. */
  restart(): void {
    if (this.live.engine.status === 'failed') this.#restart();
    else this.live.start();
  }

  freeze(): Promise<void> {
    return this.#attempt(() => this.live.freeze());
  }

  showPhoto(file: Blob): Promise<void> {
    return this.#attempt(async () => {
      const picture = await readPhoto(file);
      this.why.clear();
      this.#added = undefined;
      await this.live.show(picture);
    });
  }

  backToLive(): void {
    this.why.clear();
    this.#added = undefined;
    this.live.backToLive();
  }

  /** Freezes what is in view and asks what speaks for a class; asked again, takes the map away. */
  async askWhy(classId: string): Promise<void> {
    if (this.why.asked === classId) return this.why.clear();
    if (!this.live.still) await this.freeze();
    if (this.live.still) await this.#attempt(() => this.why.ask(classId));
  }

  addTo(classId: string): Promise<void> {
    return this.#add(() => Promise.resolve(classId));
  }

  /** As a sample of what to reject; makes that class where there is none. */
  addToNone(): Promise<void> {
    return this.#add(async () => {
      const there = this.noneClass;
      if (there) return there.id;
      const id = newId();
      const base = m.test_none_of_these();
      const made = await this.project.perform(addClasses([{ id, name: base, base, role: 'none' }]));
      return made ? id : undefined;
    });
  }

  close(): void {
    this.why.clear();
    this.#capturer.close();
  }

  async #add(findClass: () => Promise<string | undefined>): Promise<void> {
    if (this.#adding) return;
    this.#adding = true;
    this.#added = undefined;
    try {
      await this.#attempt(async () => {
        const { still } = this.live;
        const picture = await (still ? createImageBitmap(still.picture) : this.camera.grab());
        if (!picture) return;
        const captured = await this.#capturer.capture(picture);
        const classId = await findClass();
        if (classId === undefined) return;
        const taken = { ...captured, burst: newId(), origin: 'live', takenAt: Date.now() } as const;
        const rows = await this.project.addSamples(classId, [taken]);
        if (rows.length > 0) this.#added = this.project.class(classId)?.name;
      });
    } finally {
      this.#adding = false;
    }
  }

  /** Expected failures are kept to be shown; bugs are thrown. */
  async #attempt(work: () => Promise<void>): Promise<void> {
    this.#failure = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
    }
  }
}
