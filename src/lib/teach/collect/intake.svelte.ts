/**
 * Takes in files, however many: two at a time are read and made samples, what is ready is written
 * together, and only that is counted. What cannot be read is reported by name and the rest goes on.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { SampleOrigin } from '#lib/storage/project-rows.ts';
import type { Captured, PictureFormat } from './capture/protocol.ts';
import { classNameOf, type Found, type FoundFile } from './walk-files.ts';

/** At once in work; more would only take memory, decoding has threads of its own. */
export const lanes = 2;
/** Made and not yet written; beyond it the lanes wait for the disk. */
const mostReady = 16;
/** What is told of failures; the rest is a number. */
export const mostReported = 500;

export interface IntakeFailure {
  readonly name: string;
  readonly failure: Failure;
}

export interface IntakeProgress {
  readonly status: 'running' | 'done' | 'stopped';
  /** Files looked at: added and failed ones. */
  readonly done: number;
  /** Undefined while folders are still being walked. */
  readonly total: number | undefined;
  readonly added: number;
  readonly failed: number;
  readonly failures: readonly IntakeFailure[];
  /** Why it stopped by itself. */
  readonly failure?: Failure;
}

export interface IntakeOrder {
  readonly files: AsyncIterable<Found> | Iterable<Found>;
  readonly total?: number;
  /** Every file goes here; without it the folder of each names its class. */
  readonly classId?: string;
  /** Takes the files that lie in no folder; only without `classId`. */
  readonly looseClassId?: string;
  readonly origin: SampleOrigin;
  readonly format?: PictureFormat;
}

export interface ReadySample {
  readonly captured: Captured;
  readonly fileName: string;
  readonly origin: SampleOrigin;
}

export interface IntakeParts {
  readonly capture: (file: Blob, format: PictureFormat) => Promise<Captured>;
  /** The class of that name, made where there is none. */
  readonly classNamed: (name: string, group: string) => Promise<string>;
  /**
   * Resolves when all are on disk.
   * @param group joins everything of one order to one undo step.
   */
  readonly keep: (classId: string, samples: readonly ReadySample[], group: string) => Promise<void>;
  readonly newGroup: () => string;
}

interface Ready extends ReadySample {
  readonly classId: string;
}

export class Intake {
  readonly #parts: IntakeParts;
  #progress = $state.raw<IntakeProgress>();
  #stop: AbortController | undefined;
  #waiting: IntakeOrder[] = [];

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Of what is under way, all orders together, or of the last until it is dismissed. */
  get progress(): IntakeProgress | undefined {
    return this.#progress;
  }

  get running(): boolean {
    return this.#progress?.status === 'running';
  }

  /** After what is under way; resolves when nothing is left to do. */
  async take(order: IntakeOrder): Promise<void> {
    this.#waiting.push(order);
    const now = this.#progress;
    if (now?.status === 'running') {
      this.#set({ total: sumOf(now.total, order.total) });
      return;
    }
    this.#progress = {
      status: 'running',
      done: 0,
      total: order.total,
      added: 0,
      failed: 0,
      failures: [],
    };
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await this.#run(next);
    }
    if (this.running) this.#set({ status: 'done' });
  }

  /** What is on disk stays; the rest of the order, and those that wait, are given up. */
  cancel(): void {
    this.#waiting = [];
    this.#stop?.abort();
  }

  dismiss(): void {
    if (!this.running) this.#progress = undefined;
  }

  async #run(order: IntakeOrder): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    const writer = new Writer(this.#parts, (count) => this.#count({ added: count }));
    const files = iterate(order.files);
    try {
      await Promise.all(
        Array.from({ length: lanes }, () => this.#lane(order, files, writer, stop)),
      );
      await writer.finish();
      if (stop.signal.aborted) this.#set({ status: 'stopped' });
    } catch (error) {
      this.#waiting = [];
      if (!(error instanceof FailureError)) {
        this.#set({ status: 'stopped' });
        throw error;
      }
      this.#set({ status: 'stopped', failure: error.failure });
    } finally {
      await files.return(undefined);
    }
  }

  async #lane(
    order: IntakeOrder,
    files: AsyncGenerator<Found>,
    writer: Writer,
    stop: AbortController,
  ): Promise<void> {
    try {
      while (!stop.signal.aborted) {
        const { value: found, done } = await files.next();
        if (done) return;
        if (found.kind === 'unreadable') {
          this.#fail(found.name, found.failure);
          continue;
        }
        const ready = await this.#make(order, found, writer.group);
        if (ready) await writer.give(ready);
      }
    } catch (error) {
      // A full disk ends the order: the other lane must not go on.
      stop.abort();
      throw error;
    }
  }

  async #make(order: IntakeOrder, file: FoundFile, group: string): Promise<Ready | undefined> {
    let captured: Captured;
    try {
      captured = await this.#parts.capture(await file.read(), order.format ?? 'jpeg');
    } catch (error) {
      this.#fail([...file.folders, file.name].join('/'), readFailure(error));
      return undefined;
    }
    const classId = await this.#classFor(order, file, group);
    return { classId, captured, fileName: file.name, origin: file.origin ?? order.origin };
  }

  async #classFor(order: IntakeOrder, file: FoundFile, group: string): Promise<string> {
    const { classId, looseClassId } = order;
    if (classId !== undefined && !file.namesItsClass) return classId;
    const name = classNameOf(file);
    if (name === undefined && looseClassId !== undefined) return looseClassId;
    return this.#parts.classNamed(name ?? file.name, group);
  }

  #fail(name: string, failure: Failure): void {
    const before = this.#progress?.failures ?? [];
    const failures = before.length < mostReported ? [...before, { name, failure }] : before;
    this.#count({ failed: 1, failures });
  }

  #count({ added = 0, failed = 0, failures }: Partial<IntakeProgress>): void {
    const now = this.#progress;
    if (!now) return;
    this.#progress = {
      ...now,
      done: now.done + added + failed,
      added: now.added + added,
      failed: now.failed + failed,
      failures: failures ?? now.failures,
    };
  }

  #set(change: Partial<IntakeProgress>): void {
    if (this.#progress) this.#progress = { ...this.#progress, ...change };
  }
}

/** Writes what is ready, class by class, one write at a time; whoever gives more has to wait. */
class Writer {
  readonly #parts: IntakeParts;
  readonly #onKept: (count: number) => void;
  readonly group: string;
  #ready: Ready[] = [];
  #writing: Promise<void> | undefined;

  constructor(parts: IntakeParts, onKept: (count: number) => void) {
    this.#parts = parts;
    this.#onKept = onKept;
    this.group = parts.newGroup();
  }

  async give(ready: Ready): Promise<void> {
    this.#ready.push(ready);
    if (!this.#writing) this.#begin();
    else if (this.#ready.length >= mostReady) await this.#writing;
  }

  async finish(): Promise<void> {
    while (this.#writing) await this.#writing;
  }

  #begin(): void {
    this.#writing = this.#writeAll();
    // Heard by whoever waits next; nobody may wait just now.
    this.#writing.catch(() => undefined);
  }

  async #writeAll(): Promise<void> {
    while (this.#ready.length > 0) {
      const ready = this.#ready;
      this.#ready = [];
      for (const [classId, samples] of byClass(ready)) {
        await this.#parts.keep(classId, samples, this.group);
        this.#onKept(samples.length);
      }
    }
    this.#writing = undefined;
  }
}

function byClass(ready: readonly Ready[]): Map<string, Ready[]> {
  const classes = new Map<string, Ready[]>();
  for (const one of ready) {
    const known = classes.get(one.classId);
    if (known) known.push(one);
    else classes.set(one.classId, [one]);
  }
  return classes;
}

const sumOf = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

async function* iterate(files: IntakeOrder['files']): AsyncGenerator<Found> {
  yield* files;
}

/** Why one file could not be read; a bug is thrown on. */
function readFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  // The file went away or was changed on the disk while it was read.
  if (error instanceof DOMException) return { code: 'image-unreadable', detail: error.message };
  throw error;
}
