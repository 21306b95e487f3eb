/**
 * What distances are measured from, beside the instant head. It looks at every sample, so with many
 * samples it follows a little later than the head, which does not.
 */
import { fitFamiliarity, type Familiarity } from '../score/open-set.ts';
import type { Gallery } from './gallery.ts';
import { answerIds } from './answer-ids.ts';
import type { FollowedClass, LabelledSample } from './protocol.ts';

/** Up to here it costs a few milliseconds and keeps step. */
const quickSamples = 100;
const everyMs = 1_000;

export class FamiliarityKeeper {
  #familiarity: Familiarity | undefined;
  #stale = true;
  #fittedMs = -Infinity;

  get current(): Familiarity | undefined {
    return this.#familiarity;
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

  fit(gallery: Gallery, classes: readonly FollowedClass[]): void {
    this.#stale = false;
    this.#fittedMs = performance.now();
    const answers = answerIds(classes);
    const taught = gallery.samples().filter(({ part }) => part !== 'test');
    const known = taught.filter(({ classId }) => answers.includes(classId));
    const strange = taught.filter(({ classId }) => !answers.includes(classId));
    this.#familiarity = fitFamiliarity(
      {
        vectors: matrixOf(gallery, known),
        labels: Int32Array.from(known, ({ classId }) => answers.indexOf(classId)),
      },
      known.map(({ burst }) => burst),
      answers,
      matrixOf(gallery, strange),
    );
  }
}

function matrixOf(gallery: Gallery, samples: readonly LabelledSample[]) {
  return {
    rows: samples.length,
    columns: gallery.dimensions,
    data: gallery.matrix(samples),
  };
}
