/** What other tabs are fetching, as they tell it. */
import type { Transfer } from './protocol.ts';
import type { Arriving } from './rows.ts';

interface News {
  readonly id: string;
  /** Undefined: under way no more. */
  readonly arriving: { readonly transfer?: Transfer | undefined } | undefined;
}

/** A tab that says nothing for so long has been closed, or has nothing to say. */
const silenceMs = 6_000;
const channelName = 'aprendiz-models-arriving';

export class Elsewhere {
  readonly #channel =
    typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(channelName);
  readonly #silences = new Map<string, ReturnType<typeof setTimeout>>();
  #arriving = $state.raw<ReadonlyMap<string, Arriving>>(new Map());

  constructor() {
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<News>) => this.#hear(data));
  }

  get arriving(): ReadonlyMap<string, Arriving> {
    return this.#arriving;
  }

  tell(id: string, arriving: News['arriving']): void {
    this.#channel?.postMessage({ id, arriving } satisfies News);
  }

  #hear({ id, arriving }: News): void {
    clearTimeout(this.#silences.get(id));
    if (arriving)
      this.#silences.set(
        id,
        setTimeout(() => this.#put(id, undefined), silenceMs),
      );
    this.#put(id, arriving && { ...arriving, elsewhere: true });
  }

  #put(id: string, arriving: Arriving | undefined): void {
    const next = new Map(this.#arriving);
    if (arriving) next.set(id, arriving);
    else next.delete(id);
    this.#arriving = next;
  }
}
