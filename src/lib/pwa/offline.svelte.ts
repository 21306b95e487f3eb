/**
 * The page's side of the service worker: starts it when the visitor no longer waits for anything, knows whether
 * everything is really on the device, and offers a new version without ever reloading under someone's hands.
 */
import { resolve } from '$app/paths';
import type { Workbox } from 'workbox-window';
import type { Filled } from '#lib/cache/fill.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { requestPersistence } from '#lib/storage/quota.ts';
import { askServiceWorker, beServed } from './ask.ts';
import { fillModels } from './fill-models.ts';
import type { Readiness } from './messages.ts';

export type OfflineStatus =
  /** Nobody has asked for it yet. */
  | 'waiting'
  /** Files are arriving. */
  | 'preparing'
  | 'ready'
  /** See `failure`. */
  | 'unavailable';

const checkEveryMs = 1_500;
const tryAgainMs = 30_000;
/** A page at an event stays open all day. */
const lookForUpdateEveryMs = 60 * 60_000;

class Offline {
  #status = $state<OfflineStatus>('waiting');
  #files = $state.raw<Readiness>();
  #models = $state.raw<Filled>();
  #failure = $state.raw<Failure>();
  #updateWaits = $state(false);
  #workbox: Workbox | undefined;
  #started = false;
  #isActive = false;
  #updating = false;

  get status(): OfflineStatus {
    return this.#status;
  }

  /** What the last look into the caches found, file by file: the app's, and those of its models. */
  get readiness(): Readiness | undefined {
    if (!this.#files || !this.#models) return this.#files;
    const { count, bytes, missing, version } = this.#files;
    const models = this.#models;
    return {
      count: count + models.count,
      bytes: bytes + models.bytes,
      missing: [...missing, ...models.missing.map((file) => `models/${file}`)],
      version,
    };
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** A newer version is installed and takes over when {@link update} says so. */
  get updateWaits(): boolean {
    return this.#updateWaits;
  }

  /** Starts keeping the app on the device. Call it when the first label is on the screen; again is harmless. */
  async prepare(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    if (!('serviceWorker' in navigator)) return this.#unavailable('not offered by this browser');
    this.#status = 'preparing';
    try {
      const { Workbox } = await import('workbox-window');
      this.#workbox = new Workbox(`${resolve('/')}service-worker.js`, { updateViaCache: 'none' });
      // The first version of all may be installed by an earlier page and take over under this one.
      const isFirst = navigator.serviceWorker.controller === null;
      this.#workbox.addEventListener('waiting', () => (this.#updateWaits = !isFirst));
      this.#workbox.addEventListener('controlling', (event) => {
        if (this.#updating) location.reload();
        // Another tab let the new version in: this one is told, and decides for itself.
        else if (event.isUpdate || (event.isExternal && !isFirst)) this.#updateWaits = true;
      });
      this.#workbox.addEventListener('installed', () => void this.#look());
      await this.#workbox.register({ immediate: true });
      setInterval(() => void this.#workbox?.update(), lookForUpdateEveryMs);
      const filling = this.#fill(false).then(
        () => undefined,
        (error: unknown) => error,
      );
      const [isKept, failed] = await Promise.all([this.#untilKept(), filling]);
      // The models say why (a full disk, no network); the service worker only that it has not come to be.
      if (failed) throw failed;
      if (!isKept) throw new Error('the service worker did not install');
      this.#decide();
      // An installed app asks the browser not to clear it; a mere visit does not.
      if (matchMedia('(display-mode: standalone)').matches) await requestPersistence();
    } catch (error) {
      const failure = error instanceof FailureError ? error.failure : undefined;
      await this.#unavailable(error instanceof Error ? error.message : String(error), failure);
    }
  }

  /** Prepares after a pause that lets the page itself come first. Returns the way to call it off. */
  prepareLater(afterMs: number): () => void {
    const timer = setTimeout(() => {
      const idle = globalThis.requestIdleCallback ?? ((work: () => void) => work());
      idle(() => void this.prepare());
    }, afterMs);
    return () => clearTimeout(timer);
  }

  /**
   * Looks again, and fetches what is missing.
   * @param broken files of the app to fetch again although they are there; the models are all hashed then.
   */
  async check(broken: readonly string[] = []): Promise<void> {
    const filling = this.#fill(true);
    filling.catch(() => undefined);
    await this.#look(broken);
    try {
      await filling;
      this.#decide();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      await this.#unavailable(error.message, error.failure);
    }
  }

  /** Looks into the service worker's cache, which repairs itself. */
  async #look(broken: readonly string[] = []): Promise<void> {
    const { active, installing } = (await navigator.serviceWorker.getRegistration()) ?? {};
    const worker = active ?? installing;
    if (!worker) return;
    if (active) await beServed(active);
    // An active worker has had everything once: what it lacks now was taken from it.
    const found = await askServiceWorker<Readiness>(
      worker,
      active ? { type: 'repair', broken } : { type: 'readiness' },
    );
    if (!found) return;
    this.#files = found;
    this.#isActive = active !== null && active !== undefined;
  }

  async #fill(verify: boolean): Promise<void> {
    this.#models = await fillModels(verify, (models) => (this.#models = models));
  }

  get #isKept(): boolean {
    return this.#isActive && this.#files?.missing.length === 0;
  }

  #decide(): void {
    if (this.#isKept && this.#models?.missing.length === 0) this.#status = 'ready';
  }

  /** Lets the new version take over and reloads this page into it: only ever on the visitor's word. */
  async update(): Promise<void> {
    this.#updating = true;
    const registration = await navigator.serviceWorker.getRegistration();
    if (registration?.waiting) this.#workbox?.messageSkipWaiting();
    else location.reload();
  }

  dismissUpdate(): void {
    this.#updateWaits = false;
  }

  async #untilKept(): Promise<boolean> {
    for (let waitMs = checkEveryMs; ; waitMs *= 1.2) {
      await this.#look();
      if (this.#isKept) return true;
      const registration = await navigator.serviceWorker.getRegistration();
      const alive = registration?.active ?? registration?.installing ?? registration?.waiting;
      if (!alive) return false;
      await new Promise((done) => setTimeout(done, waitMs));
    }
  }

  async #unavailable(detail: string, failure?: Failure): Promise<void> {
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    const full = quota - usage < (this.readiness?.bytes ?? 0);
    const code = full ? 'storage-full' : navigator.onLine ? 'offline-unavailable' : 'offline';
    this.#failure = failure ?? { code, detail };
    this.#status = 'unavailable';
    if (!/^(offline|captive-portal)$/.test(this.#failure.code)) return;
    const again = () => {
      removeEventListener('online', again);
      clearTimeout(timer);
      this.#started = false;
      void this.prepare();
    };
    addEventListener('online', again);
    // Signing in to a network, or a walk to the window, is no event.
    const timer = setTimeout(again, tryAgainMs);
  }
}

export const offline = new Offline();
