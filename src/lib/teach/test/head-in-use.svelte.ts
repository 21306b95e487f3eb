/** Brings the head that the project answers with to a tester worker: the newest one, none in a queue. */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Answerer, SharedCalls } from '../trainer/protocol.ts';
import {
  AnswerSource,
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
}

export interface HeadInUseOptions {
  readonly project: SourceProject;
  readonly follower: SourceFollower;
  readonly engine: AnswerEngine;
}

export class HeadInUse {
  readonly #engine: AnswerEngine;
  readonly #source: AnswerSource;
  readonly #release: readonly (() => void)[];
  #sending = false;
  #sent: Answerer | undefined;

  #state = $state.raw<EngineState>({ status: 'starting', attempts: [] });
  #origin = $state.raw<AnswerOrigin>();
  #answerer = $state.raw<Answerer>();

  constructor({ project, follower, engine }: HeadInUseOptions) {
    this.#engine = engine;
    this.#source = new AnswerSource(project, follower, ({ origin, answerer }) => {
      this.#origin = origin;
      this.#answerer = answerer;
      void this.#send();
    });
    this.#release = [
      engine.subscribe((state) => (this.#state = state)),
      // The next worker has heard of no head yet.
      engine.onReplaced(() => {
        this.#sent = undefined;
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

  close(): void {
    this.#source.close();
    for (const release of this.#release) release();
  }

  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#answerer && this.#answerer !== this.#sent) {
        const answerer = this.#answerer;
        this.#sent = answerer;
        const { ending } = this.#engine.call('answerWith', { answerer }, {});
        const end = await ending;
        // A worker that was lost takes its head with it; the next one, if it is there already, waits for it.
        if (end.kind !== 'result' && this.#sent === answerer) break;
      }
    } finally {
      this.#sending = false;
    }
  }
}
