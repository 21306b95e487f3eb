/** Why a picture that stands still is called what it is: where it speaks for a class, and what it is like. */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { HeatMap } from '#lib/vision/prediction.ts';
import type { Still } from '../test/live-test.svelte.ts';
import type { Neighbour, TrainerCalls } from '../trainer/protocol.ts';

export interface WhyEngine {
  call(
    name: 'nearest',
    payload: TrainerCalls['nearest']['request'],
    options: CallOptions<TrainerCalls['nearest']>,
  ): RunningCall<TrainerCalls['nearest']>;
}

/** As much of a live test as asking needs. */
export interface WhyLive {
  readonly still: Still | undefined;
  explain(
    classId: string,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<HeatMap | undefined>;
}

/** Look-alikes shown beside a picture. */
const COUNT = 8;

export class Why {
  readonly #live: WhyLive;
  readonly #trainer: WhyEngine;
  readonly #isComparable: () => boolean;
  #running: AbortController | undefined;
  #asked = $state<string>();
  #heat = $state.raw<HeatMap>();
  #fraction = $state(0);
  #neighbours = $state.raw<readonly Neighbour[]>([]);

  /** @param isComparable whether both workers see with the same trunk: only then is anything near */
  constructor(live: WhyLive, trainer: WhyEngine, isComparable: () => boolean = () => true) {
    this.#live = live;
    this.#trainer = trainer;
    this.#isComparable = isComparable;
  }

  /** The class that is asked about. */
  get asked(): string | undefined {
    return this.#asked;
  }

  get heat(): HeatMap | undefined {
    return this.#heat;
  }

  /** 0..1 of the map that is being made. */
  get fraction(): number {
    return this.#fraction;
  }

  /** The samples that look most like the picture, best first. */
  get neighbours(): readonly Neighbour[] {
    return this.#neighbours;
  }

  /**
   * Asks about the picture that stands still; a question under way is dropped.
   * @throws FailureError of either worker
   */
  async ask(classId: string): Promise<void> {
    const { still } = this.#live;
    this.clear();
    if (!still) return;
    const running = new AbortController();
    this.#running = running;
    this.#asked = classId;
    try {
      const [heat, neighbours] = await Promise.all([
        this.#live.explain(
          classId,
          (fraction) => {
            if (!running.signal.aborted) this.#fraction = fraction;
          },
          running.signal,
        ),
        this.#nearest(still, running.signal),
      ]);
      if (running.signal.aborted) return;
      this.#heat = heat;
      this.#neighbours = neighbours;
    } catch (error) {
      // Another question may have been asked meanwhile: its answer stays.
      if (this.#running === running) this.clear();
      throw error;
    }
  }

  clear(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#asked = undefined;
    this.#heat = undefined;
    this.#fraction = 0;
    this.#neighbours = [];
  }

  async #nearest({ result }: Still, signal: AbortSignal): Promise<readonly Neighbour[]> {
    if (result.embedding.length === 0 || !this.#isComparable()) return [];
    const embedding = result.embedding.slice();
    const { ending } = this.#trainer.call('nearest', { embedding, count: COUNT }, { signal });
    const end = await ending;
    if (end.kind === 'failure') throw new FailureError(end.failure.code, end.failure.detail);
    return end.kind === 'result' ? end.value : [];
  }
}
