/** The models of this device, and those that could be: one state for the page, alive as long as the app is open. */
import type { StorageUse } from '#lib/storage/quota.ts';
import type { CallModels } from './call-models.ts';
import { Downloads } from './downloads.svelte.ts';
import { Elsewhere } from './elsewhere.svelte.ts';
import type { Catalogue, CatalogueEntry } from './entry.ts';
import { nothingKept, rowsOf, type Kept, type ModelRow } from './rows.ts';
import { Work } from './work.svelte.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';

export interface ModelsEnvironment {
  readonly call: CallModels;
  readonly baseUrl: () => string;
  readonly loadCatalogue: () => Promise<Catalogue>;
  readonly readKept: () => Promise<Kept>;
  /** Tells whenever something on this device has changed, whoever did it. */
  readonly onChange: (listener: () => void) => () => void;
  readonly readUse: () => Promise<StorageUse | undefined>;
  /** Asks the browser to keep what is kept; when there is something to lose. */
  readonly askToKeep: () => Promise<unknown>;
  readonly wanted: { read: () => readonly string[]; write: (ids: readonly string[]) => void };
}

/** Long enough to see what went, and to want it back. */
const undoMs = 12_000;

export class Models {
  readonly #env: ModelsEnvironment;
  readonly #elsewhere = new Elsewhere();
  readonly downloads: Downloads;
  readonly bringing: Work<'bring'>;
  readonly packing: Work<'pack'>;
  readonly unpacking: Work<'unpack'>;
  readonly checking: Work<'verify'>;
  #catalogue = $state.raw<Catalogue>();
  #kept = $state.raw<Kept>(nothingKept);
  #use = $state.raw<StorageUse>();
  #failure = $state.raw<Failure>();
  #leaving = $state.raw<ModelRow>();
  #leave: ReturnType<typeof setTimeout> | undefined;
  #rows = $derived.by(() => {
    const arriving = new Map([...this.#elsewhere.arriving, ...this.downloads.arriving]);
    const models = this.#kept.models.filter(({ id }) => id !== this.#leaving?.entry.id);
    return rowsOf(this.#catalogue?.entries ?? [], { ...this.#kept, models }, arriving);
  });

  constructor(env: ModelsEnvironment) {
    this.#env = env;
    const { call } = env;
    this.bringing = new Work('bring', call);
    this.packing = new Work('pack', call);
    this.unpacking = new Work('unpack', call);
    this.checking = new Work('verify', call);
    this.downloads = new Downloads({
      install: (entry, options) => call('install', { entry, baseUrl: env.baseUrl() }, options),
      onArrived: () => void this.#arrived(),
      remember: (ids) => env.wanted.write(ids),
      tell: (id, arriving) => this.#elsewhere.tell(id, arriving),
    });
  }

  /** Undefined until the catalogue has been read. */
  get rows(): readonly ModelRow[] | undefined {
    return this.#catalogue && this.#rows;
  }

  /** Where models may be fetched from, beside the app's own origin. */
  get hosts(): readonly string[] {
    return this.#catalogue?.hosts ?? [];
  }

  /** Undefined where the browser does not tell. */
  get use(): StorageUse | undefined {
    return this.#use;
  }

  /** Why the catalogue or what is kept could not be read. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Taken off the page, and still to be had back. */
  get leaving(): ModelRow | undefined {
    return this.#leaving;
  }

  /** Reads everything, goes on with what an earlier visit had begun, and follows changes until it is closed. */
  follow(): () => void {
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const stop = this.#env.onChange(() => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void this.refresh(), 150);
    });
    void this.refresh().then(() => this.#goOn());
    return () => {
      clearTimeout(waiting);
      stop();
      void this.settle();
    };
  }

  async refresh(): Promise<void> {
    const [catalogue, kept, use] = await Promise.allSettled([
      this.#catalogue ?? this.#env.loadCatalogue(),
      this.#env.readKept(),
      this.#env.readUse(),
    ]);
    if (catalogue.status === 'fulfilled') this.#catalogue = catalogue.value;
    if (kept.status === 'fulfilled') this.#kept = kept.value;
    if (use.status === 'fulfilled') this.#use = use.value;
    const failed = [catalogue, kept].find((result) => result.status === 'rejected');
    this.#failure = failed && failureOf(failed.reason);
  }

  /** Refused before the first byte where there is no room for it. */
  fetch(entry: CatalogueEntry): void {
    const { available = Infinity, used = 0 } = this.#use ?? {};
    if (entry.bytes > available - used) {
      const detail = `${entry.bytes} of ${available - used} bytes`;
      return this.downloads.refuse(entry.id, { code: 'storage-full', detail });
    }
    this.downloads.start(entry);
  }

  /** Gone from the page at once, from the device when nobody has wanted it back. */
  async remove(row: ModelRow): Promise<void> {
    await this.settle();
    this.#leaving = row;
    this.#leave = setTimeout(() => void this.settle(), undoMs);
  }

  restore(): void {
    clearTimeout(this.#leave);
    this.#leaving = undefined;
  }

  /** Takes off the device what is leaving. */
  async settle(): Promise<void> {
    clearTimeout(this.#leave);
    const row = this.#leaving;
    if (!row) return;
    const { id } = row.entry;
    const { baseUrl, call } = this.#env;
    const ending = await call('remove', { id, baseUrl: baseUrl() });
    if (ending.kind === 'failure') this.downloads.refuse(id, ending.failure);
    await this.refresh();
    if (this.#leaving === row) this.#leaving = undefined;
  }

  async bring(from: { files: readonly File[] } | { url: string }): Promise<void> {
    const { hosts } = this;
    if (await this.bringing.run({ from, hosts })) await this.#arrived();
  }

  async check(): Promise<void> {
    const files = this.#rows
      .filter(({ state }) => state === 'installed')
      .flatMap((row) => row.files);
    await this.checking.run({ files });
    await this.refresh();
  }

  /** @returns the file to hand over. */
  async pack(): Promise<Blob | undefined> {
    const packed = await this.packing.run({ ids: 'all', baseUrl: this.#env.baseUrl() });
    return packed?.file;
  }

  async unpack(file: Blob): Promise<void> {
    if (await this.unpacking.run({ file, baseUrl: this.#env.baseUrl() })) await this.#arrived();
  }

  async #arrived(): Promise<void> {
    await this.#env.askToKeep();
    await this.refresh();
  }

  #goOn(): void {
    const wanted = this.#env.wanted.read();
    for (const row of this.#rows) {
      if (wanted.includes(row.entry.id) && row.state === 'available') this.fetch(row.entry);
    }
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  throw error;
}
