/** Brings the head that the project answers with to a tester worker: the newest one, none in a queue. */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Switched } from '#lib/engine/switchable-engine.ts';
import type { Failure } from '#lib/failure/failure.ts';
import { SentRows } from '../heads/grown-rows.ts';
import type { Answerer, SharedCalls } from '../trainer/protocol.ts';
import { trunkNeeded } from '../trunk/trunk-of.ts';
import {
  AnswerSource,
  type Answer,
  type AnswerOrigin,
  type SourceFollower,
  type SourceProject,
} from './answer-source.ts';

type AnswerCall = SharedCalls['answerWith'];

/** As much of a tester engine as this needs. */
export interface AnswerEngine {
  call(
    name: 'answerWith',
    payload: AnswerCall['request'],
    options: CallOptions<AnswerCall>,
  ): RunningCall<AnswerCall>;
  onReplaced(listener: () => void): () => void;
  subscribe(listener: (state: EngineState) => void): () => void;
  /** Of engines that have a choice. */
  readonly trunk?: string;
  toTrunk?(trunk: string): Promise<Switched>;
  stay?(): void;
}

export interface HeadInUseOptions {
  readonly project: SourceProject;
  readonly follower: SourceFollower;
  readonly engine: AnswerEngine;
  /** Told when the worker answers with another head. */
  readonly onUsed?: () => void;
}

export class HeadInUse {
  readonly #onUsed: () => void;
  readonly #engine: AnswerEngine;
  readonly #source: AnswerSource;
  readonly #release: readonly (() => void)[];
  readonly #sentRows = new SentRows();
  #sending = false;
  #wanted: Answer | undefined;
  #sent: Answerer | undefined;
  /** The trunk that opens for the head. */
  #reaching: string | undefined;

  #state = $state.raw<EngineState>({ status: 'starting', attempts: [] });
  #origin = $state.raw<AnswerOrigin>();
  #answerer = $state.raw<Answerer>();
  #refused = $state.raw<{ readonly trunk: string; readonly failure: Failure }>();

  constructor({ project, follower, engine, onUsed = () => undefined }: HeadInUseOptions) {
    this.#engine = engine;
    this.#onUsed = onUsed;
    this.#source = new AnswerSource(project, follower, (answer) => {
      this.#wanted = answer;
      const trunk = trunkNeeded(answer.answerer);
      if (this.#reaching !== undefined && trunk !== this.#reaching) this.#engine.stay?.();
      if (!this.#answerer || this.#isOnTrunk(answer)) this.#show(answer);
      void this.#send();
    });
    this.#release = [
      engine.subscribe((state) => (this.#state = state)),
      // The next worker has heard of no head yet.
      engine.onReplaced(() => {
        this.#sent = undefined;
        this.#sentRows.forget();
        void this.#send();
      }),
    ];
    void this.#source.start();
  }

  /** How the tester worker is. */
  get engine(): EngineState {
    return this.#state;
  }

  /** What answers; undefined while nothing was learnt. */
  get origin(): AnswerOrigin | undefined {
    return this.#origin;
  }

  get answerer(): Answerer | undefined {
    return this.#answerer;
  }

  /** A trunk that the head needs and that cannot be opened; what answered before still does. */
  get refused(): { readonly trunk: string; readonly failure: Failure } | undefined {
    return this.#refused;
  }

  /** Tries again to open what the head needs. */
  retry(): void {
    this.#refused = undefined;
    void this.#send();
  }

  close(): void {
    this.#source.close();
    for (const release of this.#release) release();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#wanted && this.#wanted.answerer !== this.#sent) {
        const wanted = this.#wanted;
        const reached = await this.#reachTrunk(wanted);
        if (wanted !== this.#wanted) continue;
        if (!reached) break;
        this.#show(wanted);
        const { answerer } = wanted;
        this.#sent = answerer;
        const head = this.#sentRows.trim(answerer.head);
        const { ending } = this.#engine.call('answerWith', { answerer: { ...answerer, head } }, {});
        const end = await ending;
        if (end.kind === 'result') this.#onUsed();
        else this.#sentRows.forget();
        // A worker that was lost takes its head with it; the next one, if it is there already, waits for it.
        if (end.kind !== 'result' && this.#sent === answerer) break;
      }
    } finally {
      this.#sending = false;
    }
  }

  #show({ origin, answerer }: Answer): void {
    this.#origin = origin;
    this.#answerer = answerer;
  }

  #isOnTrunk({ answerer }: Answer): boolean {
    const { trunk } = this.#engine;
    return trunk === undefined || (trunkNeeded(answerer) ?? trunk) === trunk;
  }

  /** @returns whether the head can be used: at once, or once its trunk is open */
  async #reachTrunk(wanted: Answer): Promise<boolean> {
    const trunk = trunkNeeded(wanted.answerer);
    if (this.#isOnTrunk(wanted) || trunk === undefined) {
      this.#refused = undefined;
      return true;
    }
    if (this.#refused?.trunk === trunk) return false;
    this.#reaching = trunk;
    const switched = await this.#engine.toTrunk?.(trunk);
    this.#reaching = undefined;
    this.#refused = switched?.kind === 'failed' ? { trunk, failure: switched.failure } : undefined;
    return switched?.kind === 'done';
  }
}
