/** What tabs tell each other about projects, where the browser lets them. */
import type { Change, JournalCursor, RunRow } from '#lib/storage/project-rows.ts';

export type TabMessage =
  | {
      readonly kind: 'written';
      readonly projectId: string;
      readonly changes: readonly Change[];
      readonly cursor: JournalCursor;
    }
  | { readonly kind: 'running'; readonly projectId: string; readonly run: RunRow }
  /** The project must be read anew: its trash was emptied, or it is gone. */
  | { readonly kind: 'read-again'; readonly projectId: string };

const CHANNEL = 'aprendiz-projects';

/** One end of the line; other tabs, and other ends in this one, hear what it tells. */
export class Tabs {
  readonly #channel =
    typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(CHANNEL);

  #closed = false;

  constructor(hear: (message: TabMessage) => void) {
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => hear(data));
  }

  /** Says nothing once closed: a last write may come after its page has gone. */
  tell(message: TabMessage): void {
    if (!this.#closed) this.#channel?.postMessage(message);
  }

  close(): void {
    this.#closed = true;
    this.#channel?.close();
  }
}
