/** What the Collect column of an image project can do: record, take in files and drawings. */
import type { Camera } from '#lib/camera/camera.svelte.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import type { SampleOrigin } from '#lib/storage/project-rows.ts';
import { m } from '#paraglide/messages.js';
import { addClasses } from '../project/class-commands.ts';
import { sameName } from '../project/class-names.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import { Capturer } from './capture/capturer.ts';
import type { Captured } from './capture/protocol.ts';
import { addedWords } from './counted-words.ts';
import { Intake, type ReadySample } from './intake.svelte.ts';
import { Recorder } from './recorder.svelte.ts';
import { SampleWork } from './sample-work.svelte.ts';
import { holdsZips, unzipFound } from './unzip-found.ts';
import type { Found, FoundFile } from './walk-files.ts';
import { waitFor, waitMs } from './waiting.ts';

/** A sample has just been kept: where a picture of it may fly from the camera to its class. */
export type TakenListener = (classId: string, thumbnail: Blob) => void;

const KEEP_ALIKE_KEY = 'teach-keep-alike';
/** Long enough to answer the browser's question about the camera. */
const cameraPatienceMs = 60_000;

export class Collecting extends SampleWork {
  readonly recorder: Recorder;
  readonly intake: Intake;
  readonly #project: OpenProject;
  readonly #camera: Camera;
  readonly #capturer = new Capturer();
  readonly #takenListeners = new Set<TakenListener>();
  readonly #named = new Map<string, Promise<string>>();
  #keepAlike = $state(readPreference(KEEP_ALIKE_KEY, (stored) => stored === true));

  constructor(project: OpenProject, camera: Camera) {
    super(project);
    this.#project = project;
    this.#camera = camera;
    this.recorder = new Recorder({
      ready: () => this.#cameraReady(),
      takeFrame: () => camera.grab(),
      capture: (frame) => this.#capturer.shoot(frame),
      keep: (captured, { classId, burst }) => this.#keepOne(classId, captured, burst, 'camera'),
      keepAlike: () => this.#keepAlike,
      newBurst: newId,
      now: () => performance.now(),
      wait: waitMs,
    });
    this.intake = new Intake({
      capture: (file, format) => this.#capturer.capture(file, format),
      classNamed: (name, group) => this.#classNamed(name, group),
      keep: (classId, samples, group) => this.#keepFiles(classId, samples, group),
      newGroup: newId,
    });
  }

  /** Whether a recording keeps frames that look the same. */
  get keepAlike(): boolean {
    return this.#keepAlike;
  }

  set keepAlike(keep: boolean) {
    this.#keepAlike = keep;
    writePreference(KEEP_ALIKE_KEY, keep);
  }

  /** Hears of each sample of a recording, once it is kept. Returns how to stop. */
  onTaken(listener: TakenListener): () => void {
    this.#takenListeners.add(listener);
    return () => this.#takenListeners.delete(listener);
  }

  /** Files, with the zips among them unpacked, into a class; without one, into the class of their folder. */
  async takeFiles(
    files: readonly FoundFile[] | AsyncIterable<Found>,
    classId: string | undefined,
    origin: SampleOrigin = 'file',
  ): Promise<void> {
    const counted = Array.isArray(files) && !holdsZips(files);
    const loose = classId ?? this.classInUse ?? this.#project.classes[0]?.id;
    await this.intake.take({
      files: unzipFound(files),
      ...(counted && { total: files.length }),
      ...(classId !== undefined && { classId }),
      ...(loose !== undefined && { looseClassId: loose }),
      origin,
    });
    const { status, added, failed } = this.intake.progress ?? {};
    if (status === 'done' && added && !failed) this.say(addedWords(added), true);
  }

  /**
   * A drawing, as it is.
   * @returns whether it is kept; `project.failure` says why not.
   */
  async takeDrawing(classId: string, drawing: ImageBitmap): Promise<boolean> {
    try {
      const captured = await this.#capturer.capture(drawing, 'png');
      await this.#keepOne(classId, captured, newId(), 'drawing');
      return true;
    } catch (error) {
      if (error instanceof FailureError) return false;
      throw error;
    }
  }

  close(): void {
    this.recorder.release();
    this.intake.cancel();
    this.#capturer.close();
    this.#takenListeners.clear();
  }

  async #keepOne(
    classId: string,
    captured: Captured,
    burst: string,
    origin: SampleOrigin,
  ): Promise<void> {
    this.use(classId);
    const taken = { ...captured, burst, origin, takenAt: Date.now() };
    this.#expectKept(await this.#project.addSamples(classId, [taken]));
    for (const listener of this.#takenListeners) listener(classId, captured.thumbnail);
  }

  async #keepFiles(classId: string, samples: readonly ReadySample[], group: string): Promise<void> {
    const taken = samples.map(({ captured, fileName, origin }) => ({
      ...captured,
      fileName,
      origin,
      // Each file is a burst of its own: nobody knows which were taken in one go.
      burst: newId(),
      takenAt: Date.now(),
    }));
    this.#expectKept(await this.#project.addSamples(classId, taken, group));
  }

  #expectKept(rows: readonly unknown[]): void {
    if (rows.length > 0) return;
    const { code, detail } = this.#project.failure ?? { code: 'storage-unavailable' };
    throw new FailureError(code, detail);
  }

  /** Two files of one new class that come at the same time must not make it twice. */
  #classNamed(name: string, group: string): Promise<string> {
    const there = this.#project.classes.find((each) => sameName(each.name, name));
    if (there) return Promise.resolve(there.id);
    const key = name.trim().toLowerCase();
    const making = this.#named.get(key) ?? this.#makeClass(name, group);
    this.#named.set(key, making);
    return making.finally(() => this.#named.delete(key));
  }

  async #makeClass(name: string, group: string): Promise<string> {
    const id = newId();
    const add = addClasses([{ id, name, base: m.teach_class_base() }]);
    const done = await this.#project.perform((view, now) => ({ ...add(view, now), group }));
    this.#expectKept(done ? [id] : []);
    return id;
  }

  async #cameraReady(): Promise<boolean> {
    const camera = this.#camera;
    if (!camera.live) await camera.start();
    await waitFor(() => camera.failure ?? (camera.live && camera.size), cameraPatienceMs);
    return camera.live && camera.size !== undefined;
  }
}
