/**
 * What distances are measured from, beside the instant head. It looks at every sample, so with many
 * samples it follows a little later than the head, which does not.
 */
import { fitFamiliarity } from '../score/open-set.ts';
import type { Gallery } from './gallery.ts';
import { answerIds } from './answer-ids.ts';
import type { Answerer, FollowedClass, LabelledSample } from './protocol.ts';
import type { Writing } from '../score/writing.ts';

/** Up to here it costs a few milliseconds and keeps step. */
const quickSamples = 100;
const everyMs = 1_000;

type Known = Pick<Answerer, 'familiarity' | 'writing'>;

/** How samples are written, where they are. */
export type WritingOf = (samples: readonly LabelledSample[]) => Promise<Writing>;

export class FamiliarityKeeper {
  readonly #writingOf: WritingOf | undefined;
  #known: Known = {};
  #stale = true;
  #fittedMs = -Infinity;

  constructor(writingOf?: WritingOf) {
    this.#writingOf = writingOf;
  }

  get current(): Known {
    return this.#known;
  }

  /** Samples or classes are not what they were. */
  change(): void {
    this.#stale = true;
  }

  /** Whether fitting is quick enough to be done with every sample. */
  keepsStep(gallery: Gallery): boolean {
    return gallery.size <= quickSamples;
  }

  /** Milliseconds until it is worth fitting again; undefined when it is up to date. */
  dueInMs(gallery: Gallery): number | undefined {
    if (!this.#stale) return undefined;
    if (this.keepsStep(gallery)) return 0;
    return Math.max(0, this.#fittedMs + everyMs - performance.now());
  }

  /** @throws FailureError of the storage */
  async fit(gallery: Gallery, classes: readonly FollowedClass[]): Promise<void> {
    this.#stale = false;
    this.#fittedMs = performance.now();
    const answers = answerIds(classes);
    const taught = gallery.samples().filter(({ part }) => part !== 'test');
    const known = taught.filter(({ classId }) => answers.includes(classId));
    const strange = taught.filter(({ classId }) => !answers.includes(classId));
    const familiarity = fitFamiliarity(
      {
        vectors: matrixOf(gallery, known),
        labels: Int32Array.from(known, ({ classId }) => answers.indexOf(classId)),
      },
      known.map(({ burst }) => burst),
      answers,
      matrixOf(gallery, strange),
    );
    const writing = await this.#writingOf?.(known);
    this.#known = { familiarity, ...(writing && { writing }) };
  }
}

function matrixOf(gallery: Gallery, samples: readonly LabelledSample[]) {
  return {
    rows: samples.length,
    columns: gallery.dimensions,
    data: gallery.matrix(samples),
  };
}
