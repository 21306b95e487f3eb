/**
 * What a person can do while testing: freeze, ask about a photo, ask why, and teach what is in view.
 * Joins the live test, the camera and the project; owns none of them.
 */
import type { Camera } from '#lib/camera/camera.svelte.ts';
import { readPhoto } from '#lib/vision/photo.ts';
import { m } from '#paraglide/messages.js';
import { Capturer } from '../collect/capture/capturer.ts';
import type { InstantMethod } from '../heads/instant.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import { Why, type WhyEngine } from '../understand/why.svelte.ts';
import type { LiveTest } from './live-test.svelte.ts';
import { ProjectTesting } from './project-testing.svelte.ts';
import { waitingToLearn } from './words.ts';

export interface TestingParts {
  readonly project: OpenProject;
  readonly camera: Camera;
  readonly live: LiveTest;
  /** The trainer, which knows every sample. */
  readonly trainer: WhyEngine;
  readonly instantMethod: () => InstantMethod;
  /** Whether what tests and what knows the samples see with the same trunk. */
  readonly isComparable?: () => boolean;
  /** Starts the worker that looks again, after it could not be. */
  readonly restart: () => void;
}

export class Testing extends ProjectTesting {
  readonly camera: Camera;
  readonly live: LiveTest;
  readonly why: Why;
  readonly #restart: () => void;
  readonly #capturer = new Capturer();

  constructor(parts: TestingParts) {
    const { project, camera, live, trainer, instantMethod, isComparable, restart } = parts;
    super(project, instantMethod);
    this.#restart = restart;
    this.camera = camera;
    this.live = live;
    this.why = new Why(live, trainer, isComparable);
  }

  get isStill(): boolean {
    return this.live.still !== undefined;
  }

  get waiting(): string {
    const learning = waitingToLearn(this);
    if (learning !== undefined) return learning;
    return this.camera.live ? m.test_waiting_engine() : m.test_waiting_camera();
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
    return this.attempt(() => this.live.freeze());
  }

  showPhoto(file: Blob): Promise<void> {
    return this.attempt(async () => {
      const picture = await readPhoto(file);
      this.why.clear();
      this.forgetAdded();
      await this.live.show(picture);
    });
  }

  backToLive(): void {
    this.why.clear();
    this.forgetAdded();
    this.live.backToLive();
  }

  /** Freezes what is in view and asks what speaks for a class; asked again, takes the map away. */
  async askWhy(classId: string): Promise<void> {
    if (this.why.asked === classId) return this.why.clear();
    if (!this.live.still) await this.freeze();
    if (this.live.still) await this.attempt(() => this.why.ask(classId));
  }

  close(): void {
    this.why.clear();
    this.#capturer.close();
  }

  protected async take() {
    const { still } = this.live;
    const picture = await (still ? createImageBitmap(still.picture) : this.camera.grab());
    return picture ? this.#capturer.capture(picture) : undefined;
  }
}
