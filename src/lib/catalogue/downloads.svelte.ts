/** Models on their way to this device: a few at once, the others wait; each with its progress and its failure. */
import type { CallOptions } from '#lib/engine/link.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { CatalogueEntry } from './entry.ts';
import type { ModelCalls, Transfer } from './protocol.ts';
import type { Arriving } from './rows.ts';

type Install = ModelCalls['install'];

export interface DownloadsOptions {
  readonly install: (
    entry: CatalogueEntry,
    options: CallOptions<Install>,
  ) => Promise<Ending<Install['result']>>;
  /** Told of each that has arrived. */
  readonly onArrived: (entry: CatalogueEntry) => void;
  /** Keeps what was asked for and has not arrived, so that another visit goes on with it. */
  readonly remember: (ids: readonly string[]) => void;
  /** Tells other tabs; undefined: it is under way no more. */
  readonly tell: (id: string, arriving: { transfer?: Transfer | undefined } | undefined) => void;
}

/** More would only make each slower. */
const mostAtOnce = 2;
/** Other tabs need not hear of every packet. */
const tellEveryMs = 400;

interface Download {
  readonly entry: CatalogueEntry;
  readonly stop: AbortController;
  started: boolean;
  transfer?: Transfer;
  toldMs: number;
}

export class Downloads {
  readonly #options: DownloadsOptions;
  readonly #list = new Map<string, Download>();
  #arriving = $state.raw<ReadonlyMap<string, Arriving>>(new Map());
  #failures = $state.raw<ReadonlyMap<string, Failure>>(new Map());

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  get arriving(): ReadonlyMap<string, Arriving> {
    return this.#arriving;
  }

  /** Why the last try failed, by model. */
  get failures(): ReadonlyMap<string, Failure> {
    return this.#failures;
  }

  start(entry: CatalogueEntry): void {
    if (this.#list.has(entry.id)) return;
    this.dismiss(entry.id);
    const stop = new AbortController();
    this.#list.set(entry.id, { entry, stop, started: false, toldMs: -Infinity });
    this.#remember();
    this.#show();
    this.#next();
  }

  /** What has come stays, and the next try goes on from there. */
  cancel(id: string): void {
    const download = this.#list.get(id);
    if (!download) return;
    download.stop.abort();
    if (!download.started) this.#end(download);
  }

  /** It cannot be begun, or could not be ended. */
  refuse(id: string, failure: Failure): void {
    this.#failures = new Map([...this.#failures, [id, failure]]);
  }

  dismiss(id: string): void {
    if (!this.#failures.has(id)) return;
    this.#failures = new Map([...this.#failures].filter(([each]) => each !== id));
  }

  #next(): void {
    const all = [...this.#list.values()];
    const running = all.filter(({ started }) => started).length;
    const waiting = all.filter(({ started }) => !started);
    for (const download of waiting.slice(0, mostAtOnce - running)) void this.#run(download);
  }

  async #run(download: Download): Promise<void> {
    const { entry, stop } = download;
    download.started = true;
    this.#tell(download);
    try {
      const ending = await this.#options.install(entry, {
        signal: stop.signal,
        onProgress: (transfer) => {
          download.transfer = transfer;
          this.#show();
          if (performance.now() - download.toldMs > tellEveryMs) this.#tell(download);
        },
      });
      if (ending.kind === 'failure') this.refuse(entry.id, ending.failure);
      if (ending.kind === 'result') this.#options.onArrived(entry);
    } finally {
      this.#end(download);
    }
  }

  #end({ entry }: Download): void {
    this.#list.delete(entry.id);
    this.#options.tell(entry.id, undefined);
    this.#remember();
    this.#show();
    this.#next();
  }

  #tell(download: Download): void {
    download.toldMs = performance.now();
    this.#options.tell(download.entry.id, { transfer: download.transfer });
  }

  #remember(): void {
    this.#options.remember([...this.#list.keys()]);
  }

  #show(): void {
    this.#arriving = new Map(
      [...this.#list].map(([id, { transfer }]) => [id, { transfer, elsewhere: false }]),
    );
  }
}
