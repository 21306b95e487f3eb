/**
 * Which networks See looks with. Another choice opens beside the present one, which answers until the
 * next is ready, and goes on where that fails.
 */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { SwitchableEngine, Switchable } from '#lib/engine/switchable-engine.ts';
import type { Failure } from '#lib/failure/failure.ts';
import { EVERYDAY, type ModelChoice } from '#lib/vision/models.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';

export interface ModelSwitchOptions {
  readonly engine: Pick<SwitchableEngine<VisionCalls>, 'subscribe' | 'switchTo' | 'stay'>;
  readonly first: ModelChoice;
  readonly open: (choice: ModelChoice) => Switchable<VisionCalls>;
  /** Told of what answers from now on. */
  readonly onChosen: (choice: ModelChoice) => void;
}

export class ModelSwitch {
  readonly #options: ModelSwitchOptions;
  readonly #unsubscribe: () => void;
  #chosen = $state<ModelChoice>(EVERYDAY);
  #opening = $state<ModelChoice>();
  #progress = $state.raw<EngineState['progress']>();
  #refused = $state.raw<{ readonly choice: ModelChoice; readonly failure: Failure }>();

  constructor(options: ModelSwitchOptions) {
    this.#options = options;
    this.#chosen = options.first;
    this.#unsubscribe = options.engine.subscribe(({ status, failure }) => {
      // Chosen another day, and gone since: what the app carries is always there.
      const isLost = failure?.code === 'model-missing' && this.#chosen !== EVERYDAY;
      if (status === 'failed' && isLost && !this.#opening) {
        const choice = this.#chosen;
        void this.choose(EVERYDAY).then(() => (this.#refused = { choice, failure }));
      }
    });
  }

  /** What answers. */
  get chosen(): ModelChoice {
    return this.#chosen;
  }

  /** What opens to answer next. */
  get opening(): ModelChoice | undefined {
    return this.#opening;
  }

  get progress(): EngineState['progress'] {
    return this.#progress;
  }

  /** What was chosen and could not be opened. */
  get refused(): { readonly choice: ModelChoice; readonly failure: Failure } | undefined {
    return this.#refused;
  }

  dismiss(): void {
    this.#refused = undefined;
  }

  async choose(choice: ModelChoice): Promise<void> {
    const { engine, open, onChosen } = this.#options;
    this.#refused = undefined;
    if (choice === (this.#opening ?? this.#chosen)) return;
    this.#progress = undefined;
    if (choice === this.#chosen) {
      this.#opening = undefined;
      return engine.stay();
    }
    this.#opening = choice;
    const switched = await engine.switchTo(open(choice), {
      onState: ({ progress }) => {
        if (this.#opening === choice) this.#progress = progress;
      },
    });
    if (switched.kind === 'superseded') return;
    this.#opening = undefined;
    this.#progress = undefined;
    if (switched.kind === 'failed') this.#refused = { choice, failure: switched.failure };
    else {
      this.#chosen = choice;
      onChosen(choice);
    }
  }

  close(): void {
    this.#unsubscribe();
  }
}
