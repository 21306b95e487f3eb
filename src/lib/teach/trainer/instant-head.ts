/** The head that needs no press on Train: in step with every sample that comes, goes or moves. */
import { Breath } from '#lib/engine/breath.ts';
import type { InstantLearner } from '../heads/head.ts';
import { createInstantLearner } from '../heads/instant.ts';
import { instantTemperature, type UsualTemperature } from '../score/instant-temperature.ts';
import { answerIds } from './answer-ids.ts';
import { FamiliarityKeeper, type WritingOf } from './familiarity-keeper.ts';
import type { Gallery } from './gallery.ts';
import type { Answerer, FollowedClass, InstantMethod, LabelledSample } from './protocol.ts';

export interface InstantUpdate {
  readonly answerer: Answerer;
  readonly updateMs: number;
}

/** More new samples than this are learnt together: quicker, and there is no head in between. */
const several = 24;

/** What depends on the medium. */
export interface InstantOptions {
  readonly temperatures?: Readonly<Record<InstantMethod, UsualTemperature>> | undefined;
  readonly writingOf?: WritingOf;
}

interface Step {
  readonly sign: 1 | -1;
  readonly classId: string;
  readonly vector: Float32Array;
}

export class InstantHead {
  readonly #dimensions: number;
  readonly #temperatures: InstantOptions['temperatures'];
  readonly #familiarity: FamiliarityKeeper;
  #method: InstantMethod;
  #classes: readonly FollowedClass[];
  #learner: InstantLearner;
  #steps: Step[] = [];
  /** The learner is made anew from the gallery. */
  #anew = false;
  #changed = true;
  #updateMs = 0;
  /** Undefined: the head's own. */
  #temperature: number | undefined;

  constructor(
    method: InstantMethod,
    dimensions: number,
    classes: readonly FollowedClass[],
    { temperatures, writingOf }: InstantOptions = {},
  ) {
    this.#method = method;
    this.#dimensions = dimensions;
    this.#temperatures = temperatures;
    this.#familiarity = new FamiliarityKeeper(writingOf);
    this.#classes = classes;
    this.#learner = createInstantLearner(method, dimensions);
  }

  get method(): InstantMethod {
    return this.#method;
  }

  change(method: InstantMethod, classes: readonly FollowedClass[]): void {
    const answers = (all: readonly FollowedClass[]) => answerIds(all).sort().join(' ');
    if (method !== this.#method || answers(classes) !== answers(this.#classes)) this.#anew = true;
    if (method !== this.#method) this.#temperature = undefined;
    this.#method = method;
    this.#classes = classes;
    this.#changed = true;
    this.#familiarity.change();
  }

  add(sample: LabelledSample, vector: Float32Array): void {
    this.#step(1, sample, vector);
  }

  /** @param vector the very numbers that were added. */
  remove(sample: LabelledSample, vector: Float32Array): void {
    this.#step(-1, sample, vector);
  }

  /**
   * Learns what has changed. @returns undefined when nothing has; the head of a new sample does not
   * wait for the distances among many: they come with the next update, which is due at once.
   * @throws the signal's reason
   */
  async update(gallery: Gallery, signal: AbortSignal): Promise<InstantUpdate | undefined> {
    if (!this.#changed) return undefined;
    const startedMs = performance.now();
    this.#changed = false;
    const learns = this.#anew || this.#steps.length > 0;
    if (this.#anew || this.#steps.length > several) await this.#learnAgain(gallery, signal);
    this.#learnSteps();
    const learnt = this.#learner.head(answerIds(this.#classes));
    if (this.familiarityDueInMs(gallery) === 0) {
      if (learns && !this.#familiarity.keepsStep(gallery)) {
        this.#changed = true;
      } else {
        this.#temperature = this.#calibrated(gallery);
        await this.#familiarity.fit(gallery, this.#classes);
      }
    }
    const temperature = this.#temperature ?? learnt.temperature;
    const head = { ...learnt, temperature };
    const answerer: Answerer = { head, ...this.#familiarity.current };
    if (learns) this.#updateMs = performance.now() - startedMs;
    return { answerer, updateMs: this.#updateMs };
  }

  /** Milliseconds until {@link update} has better distances to tell; undefined when it has not. */
  familiarityDueInMs(gallery: Gallery): number | undefined {
    return this.#familiarity.dueInMs(gallery);
  }

  /** The next {@link update} tells, though no sample has changed. */
  tellAgain(): void {
    this.#changed = true;
  }

  #step(sign: 1 | -1, sample: LabelledSample, vector: Float32Array): void {
    this.#changed = true;
    this.#familiarity.change();
    if (!this.#anew && this.#teaches(sample)) {
      // Its place in the gallery may be another sample's by the time it is learnt.
      this.#steps.push({ sign, classId: sample.classId, vector: vector.slice() });
    }
  }

  #learnSteps(): void {
    for (const { sign, classId, vector } of this.#steps.splice(0)) {
      if (sign > 0) this.#learner.add(vector, classId);
      else this.#learner.remove(vector, classId);
    }
  }

  async #learnAgain(gallery: Gallery, signal: AbortSignal): Promise<void> {
    const breath = new Breath(signal);
    const learner = createInstantLearner(this.#method, this.#dimensions);
    // As it is now: what comes and goes while this goes on waits as steps.
    const samples = gallery.samples().filter((sample) => this.#teaches(sample));
    const vectors = gallery.matrix(samples);
    this.#steps = [];
    this.#anew = false;
    for (const [i, { classId }] of samples.entries()) {
      const from = i * this.#dimensions;
      learner.addLater(vectors.subarray(from, from + this.#dimensions), classId);
      if (breath.due) await breath.take();
      // Another method, or other classes: what was begun is of no use.
      if (this.#anew) return this.#learnAgain(gallery, signal);
    }
    this.#learner = learner;
  }

  #calibrated(gallery: Gallery): number | undefined {
    const usual = this.#temperatures?.[this.#method];
    if (!usual) return undefined;
    const answers = answerIds(this.#classes);
    const samples = gallery.samples().filter((sample) => this.#teaches(sample));
    const examples = {
      vectors: {
        rows: samples.length,
        columns: this.#dimensions,
        data: gallery.matrix(samples),
      },
      labels: Int32Array.from(samples, ({ classId }) => answers.indexOf(classId)),
      classCount: answers.length,
    };
    const bursts = samples.map(({ burst }) => burst);
    return instantTemperature(this.#method, examples, bursts, usual);
  }

  /** The locked test set teaches nothing, and neither does "none of these". */
  #teaches({ part, classId }: LabelledSample): boolean {
    if (part === 'test') return false;
    return this.#classes.some(({ id, role }) => id === classId && role === 'answer');
  }
}
