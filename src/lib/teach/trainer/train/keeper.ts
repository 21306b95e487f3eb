/** When a run's weights go to disk: often enough to lose little, seldom enough to cost little. */
import { keepCheckpoints, type Checkpoint, type RunPlace } from '../checkpoint.ts';
import type { Answerer, EpochPoint } from '../protocol.ts';
import type { Keeper } from './fit.ts';

/** What going on needs is written this often. */
const resumptionEveryMs = 1_000;

export interface RunKeeperOptions {
  readonly place: RunPlace;
  readonly fingerprint: string;
  readonly epochs: number;
  /** So many of them can be gone back to, evenly spread; and the best one. */
  readonly keptEpochs: number;
  /** The curve of the epochs before the run was interrupted. */
  readonly curve?: readonly EpochPoint[];
  readonly now?: () => number;
}

export class RunKeeper implements Keeper {
  readonly #options: RunKeeperOptions;
  readonly #now: () => number;
  readonly #every: number;
  readonly #kept = new Map<number, Checkpoint>();
  #curve: readonly EpochPoint[];
  #writtenMs: number;
  /** The checkpoint that also holds what going on needs. */
  #resumable: { readonly epoch: number; readonly answerer: Answerer } | undefined;

  constructor(options: RunKeeperOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#every = Math.max(1, Math.ceil(options.epochs / options.keptEpochs));
    this.#curve = options.curve ?? [];
    this.#writtenMs = this.#now();
  }

  async epoch(point: EpochPoint, answerer: () => Answerer, state: () => unknown): Promise<void> {
    this.#curve = [...this.#curve, point];
    const { epoch } = point;
    const due = this.#now() - this.#writtenMs >= resumptionEveryMs;
    if (!due && epoch % this.#every !== 0) return;
    const own = answerer();
    this.#kept.set(epoch, { answerer: own });
    if (!due) return;
    this.#lighten();
    const { fingerprint } = this.#options;
    const resume = { fingerprint, state: state(), curve: this.#curve };
    this.#kept.set(epoch, { answerer: own, resume });
    await this.#flush();
    this.#resumable = { epoch, answerer: own };
    this.#writtenMs = this.#now();
  }

  /** The run has ended: its best weights are there to answer with, and nothing is left to go on from. */
  async finish(bestEpoch: number, answerer: Answerer): Promise<void> {
    this.#lighten();
    this.#kept.set(bestEpoch, { answerer });
    await this.#flush();
  }

  /** The bulk moves on with the run: one checkpoint holds it, not each. */
  #lighten(): void {
    if (this.#resumable) {
      this.#kept.set(this.#resumable.epoch, { answerer: this.#resumable.answerer });
    }
    this.#resumable = undefined;
  }

  async #flush(): Promise<void> {
    await keepCheckpoints(this.#options.place, this.#kept);
    this.#kept.clear();
  }
}
