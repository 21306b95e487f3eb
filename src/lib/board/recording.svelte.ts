/**
 * Puts what a lab trains on the Board by itself: one run from its first step until the lab begins again,
 * ends or is left. Call it while a component is set up.
 */
import { untrack } from 'svelte';
import type { Failure } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import { LateRecorder } from './late-recorder.ts';
import { leastSteps } from './limits.ts';
import type { Recorder } from './recorder.ts';
import type { Layer, Settings } from './run.ts';

export interface RecordingOptions {
  readonly lab: string;
  /** Read when a run begins. */
  readonly settings: () => Settings;
  readonly layers?: () => readonly Layer[];
  /** Steps taken so far, read reactively; fewer than before: another run has begun. */
  readonly steps: () => number;
  /** Whether there are none left to take. */
  readonly ended?: () => boolean;
  /** Notes what there is to note after `step`: `recorder.scalar('loss/train', step, …)`. */
  readonly record: (recorder: Recorder, step: number) => void;
  /** See `RunOptions`. */
  readonly writeAfterMs?: number;
}

export class Recording {
  #recorder: Recorder | undefined;
  #last = 0;
  #id = $state<string>();
  #kept = $state(false);
  #failure = $state.raw<Failure>();

  constructor({ lab, settings, layers, steps, ended, record, writeAfterMs }: RecordingOptions) {
    $effect(() => {
      const step = steps();
      const over = ended?.() ?? false;
      untrack(() => {
        if (step < this.#last) this.#end();
        if (step > this.#last) {
          this.#recorder ??= new LateRecorder({
            id: newId(),
            lab,
            settings: settings(),
            ...(layers && { layers: layers() }),
            ...(writeAfterMs !== undefined && { writeAfterMs }),
          });
          record(this.#recorder, step);
          this.#kept = this.#recorder.failure === undefined && step >= leastSteps;
          this.#failure = this.#recorder.failure;
          this.#id = this.#recorder.id;
        }
        this.#last = step;
        if (over) this.#end();
      });
    });
    $effect(() => () => this.#end());
  }

  /** Of the newest run, whether or not it is kept. */
  get id(): string | undefined {
    return this.#id;
  }

  /** Whether the newest run is on the Board. */
  get kept(): boolean {
    return this.#kept;
  }

  /** Why it is not, where that is not its shortness. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  #end(): void {
    const recorder = this.#recorder;
    this.#recorder = undefined;
    void recorder?.end().then((failure) => {
      this.#failure = failure;
      if (failure) this.#kept = false;
    });
  }
}
