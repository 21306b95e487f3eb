/**
 * The page's side of the service worker: starts it when the visitor no longer waits for anything, knows whether
 * everything is really on the device, and offers a new version without ever reloading under someone's hands.
 */
import { resolve } from '$app/paths';
import type { Workbox } from 'workbox-window';
import type { Failure } from '#lib/failure/failure.ts';
import { askServiceWorker } from './ask.ts';
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
/** A page at an event stays open all day. */
const lookForUpdateEveryMs = 60 * 60_000;

class Offline {
  #status = $state<OfflineStatus>('waiting');
  #readiness = $state.raw<Readiness>();
  #failure = $state.raw<Failure>();
  #updateWaits = $state(false);
  #workbox: Workbox | undefined;
  #started = false;
  #updating = false;

  get status(): OfflineStatus {
    return this.#status;
  }

  /** What the last look into the cache found, file by file. */
  get readiness(): Readiness | undefined {
    return this.#readiness;
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
      this.#workbox.addEventListener('installed', () => void this.check());
      await this.#workbox.register({ immediate: true });
      setInterval(() => void this.#workbox?.update(), lookForUpdateEveryMs);
      await this.#untilReady();
      // An installed app asks the browser not to clear it; a mere visit does not.
      if (matchMedia('(display-mode: standalone)').matches) await navigator.storage.persist();
    } catch (error) {
      await this.#unavailable(error instanceof Error ? error.message : String(error));
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
   * Looks into the cache again.
   * @param broken files to fetch again although they are there
   */
  async check(broken?: readonly string[]): Promise<Readiness | undefined> {
    const { active, installing } = (await navigator.serviceWorker.getRegistration()) ?? {};
    const worker = active ?? installing;
    if (!worker) return undefined;
    // An active worker has had everything once: what it lacks now was taken from it.
    const question = active ? { type: 'repair' as const, ...(broken && { broken }) } : undefined;
    const readiness = await askServiceWorker<Readiness>(worker, question ?? { type: 'readiness' });
    if (!readiness) return undefined;
    this.#readiness = readiness;
    if (active && readiness.missing.length === 0) this.#status = 'ready';
    return readiness;
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

  async #untilReady(): Promise<void> {
    for (let waitMs = checkEveryMs; this.#status === 'preparing'; waitMs *= 1.2) {
      await this.check();
      if (this.#status !== 'preparing') return;
      const registration = await navigator.serviceWorker.getRegistration();
      const alive = registration?.active ?? registration?.installing ?? registration?.waiting;
      if (!alive) return this.#unavailable('the service worker did not install');
      await new Promise((done) => setTimeout(done, waitMs));
    }
  }

  async #unavailable(detail: string): Promise<void> {
    const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
    const full = quota - usage < (this.#readiness?.bytes ?? 0);
    const code = full ? 'storage-full' : navigator.onLine ? 'offline-unavailable' : 'offline';
    this.#failure = { code, detail };
    this.#status = 'unavailable';
    if (code !== 'offline') return;
    const again = () => {
      this.#started = false;
      void this.prepare();
    };
    addEventListener('online', again, { once: true });
  }
}

export const offline = new Offline();
