/** Where samples wait for the disk: those of one burst that come while it is busy go together. */
import { newId } from '#lib/storage/new-id.ts';
import type { SampleRow } from '#lib/storage/project-rows.ts';
import type { ProjectWriter } from './project-writer.svelte.ts';
import { addSamples, type NewSample, type TakenSample } from './sample-commands.ts';

/** Samples of one step and one class that wait to be written together. */
interface Batch {
  readonly classId: string;
  readonly group: string | undefined;
  readonly taken: NewSample[];
  readonly written: Promise<boolean>;
}

/** Most samples in a batch: small enough to be quick, large enough to keep up with a camera. */
const BATCH = 64;

export class SampleIntake {
  #waiting = $state(0);
  #batch: Batch | undefined;
  readonly #writer: ProjectWriter;

  constructor(writer: ProjectWriter) {
    this.#writer = writer;
  }

  /** Samples that are not on disk yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** From here on samples go into a new batch: something else is to be written first. */
  closeBatch(): void {
    this.#batch = undefined;
  }

  /** The rows once they are on disk: all, or none. */
  async add(
    classId: string,
    samples: readonly TakenSample[],
    group: string | undefined,
  ): Promise<readonly SampleRow[]> {
    if (samples.length === 0) return [];
    const taken = samples.map((sample) => ({ id: newId(), sample }));
    this.#waiting += taken.length;
    try {
      if (!(await this.#written(classId, group, taken))) return [];
    } finally {
      this.#waiting -= taken.length;
    }
    return taken.flatMap(({ id }) => this.#writer.rows.sample(id) ?? []);
  }

  #written(
    classId: string,
    group: string | undefined,
    taken: readonly NewSample[],
  ): Promise<boolean> {
    const open = this.#batch;
    if (
      open?.classId === classId &&
      group !== undefined &&
      open.group === group &&
      open.taken.length + taken.length <= BATCH
    ) {
      open.taken.push(...taken);
      return open.written;
    }
    const all = [...taken];
    const written = this.#writer.perform((view, now) => {
      // It is being written from here on, and takes no more.
      if (this.#batch?.taken === all) this.#batch = undefined;
      return addSamples(classId, all, group)(view, now);
    });
    this.#batch = { classId, group, taken: all, written };
    return written;
  }
}

/** The burst that all samples share: what they are undone by. */
export function sharedBurst(samples: readonly TakenSample[]): string | undefined {
  const burst = samples[0]?.burst;
  return samples.every((sample) => sample.burst === burst) ? burst : undefined;
}
