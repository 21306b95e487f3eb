/** The messages of failures. Most visits meet none, so all but those of a lost network come with the first. */
import type { FailureCode } from '#lib/failure/failure.ts';
import { m } from '#paraglide/messages.js';
import type { FailureMessages, Messages } from './failure-messages.ts';

const offline: Messages = [m.failure_offline, m.failure_offline_next];

class FailureCatalogue {
  #all = $state.raw<FailureMessages>();
  #unreachable = $state(false);
  #loading: Promise<void> | undefined;

  /** Undefined for the moment in which they come; those of `offline` where they cannot come. */
  messagesOf(code: FailureCode): Messages | undefined {
    if (code === 'offline') return offline;
    if (this.#all) return this.#all[code];
    void this.load();
    return this.#unreachable ? offline : undefined;
  }

  /** Settles when every failure has its words, or cannot have them now. */
  load(): Promise<void> {
    this.#loading ??= import('./failure-messages.ts').then(
      ({ failureMessages }) => {
        this.#all = failureMessages;
      },
      () => {
        // An import of words alone fails for want of the file only; the next failure asks again.
        this.#loading = undefined;
        this.#unreachable = true;
      },
    );
    return this.#loading;
  }
}

export const failureCatalogue = new FailureCatalogue();
