/** One long piece of work of the models worker, as the page shows it: progress, cancel, how it ended. */
import type { Ending } from '#lib/engine/protocol.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { CallModels } from './call-models.ts';
import type { ModelCalls, Transfer } from './protocol.ts';

type WorkCall = 'bring' | 'pack' | 'unpack' | 'verify';

export class Work<K extends WorkCall> {
  readonly #kind: K;
  readonly #call: CallModels;
  #transfer = $state.raw<Transfer>();
  #running = $state(false);
  #failure = $state.raw<Failure>();
  #result = $state.raw<ModelCalls[K]['result']>();
  #stop: AbortController | undefined;

  constructor(kind: K, call: CallModels) {
    this.#kind = kind;
    this.#call = call;
  }

  get running(): boolean {
    return this.#running;
  }

  get transfer(): Transfer | undefined {
    return this.#transfer;
  }

  /** Why it failed last; until it is dismissed or tried again. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  get result(): ModelCalls[K]['result'] | undefined {
    return this.#result;
  }

  /** Nothing when it is running already. Undefined: cancelled or failed. */
  async run(payload: ModelCalls[K]['request']): Promise<ModelCalls[K]['result'] | undefined> {
    if (this.#running) return undefined;
    this.dismiss();
    this.#running = true;
    this.#stop = new AbortController();
    try {
      const ending: Ending<ModelCalls[K]['result']> = await this.#call(this.#kind, payload, {
        signal: this.#stop.signal,
        onProgress: (transfer) => (this.#transfer = transfer as Transfer),
      });
      if (ending.kind === 'result') this.#result = ending.value;
      if (ending.kind === 'failure') this.#failure = ending.failure;
      return this.#result;
    } finally {
      this.#running = false;
      this.#transfer = undefined;
    }
  }

  /** Says that it cannot be begun. */
  refuse(failure: Failure): void {
    this.dismiss();
    this.#failure = failure;
  }

  cancel(): void {
    this.#stop?.abort();
  }

  dismiss(): void {
    this.#failure = undefined;
    this.#result = undefined;
  }
}
