/**
 * Workers of one script start one after the other. Where a script is still on its way, WebKit (2.50, and so Safari)
 * gives a second worker the same answer but not the service worker that gave it: all that the second one imports or
 * fetches then comes from the network, and offline not at all.
 */
import type { WorkerLike } from './link.ts';

/** A worker that says nothing stands in the way of others no longer than this. */
const patienceMs = 3_000;

/** The last worker that is on its way. */
let underWay: Promise<void> | undefined;

/** A page that no service worker answers for has nothing to lose, and waits for nothing. */
const isControlled = (): boolean =>
  // Gone from insecure pages, whatever the types say.
  Boolean((navigator.serviceWorker as ServiceWorkerContainer | undefined)?.controller);

/**
 * A worker that starts at once, or when the one before it has been heard of.
 * @param spawn written out by the caller: the bundler finds workers by that very form.
 * @throws what `spawn` throws; of a later start listeners for `error` are told.
 */
export function startInTurn(
  spawn: () => WorkerLike,
  inTurn: () => boolean = isControlled,
): WorkerLike {
  if (!inTurn()) return spawn();
  const worker = new TurnWorker();
  const before = underWay;
  if (!before) worker.start(spawn);
  else void before.then(() => worker.startLate(spawn));
  const { arrived } = worker;
  underWay = arrived;
  void arrived.then(() => {
    if (underWay === arrived) underWay = undefined;
  });
  return worker;
}

type Listener = (event: { data: unknown; message?: string }) => void;

/** Takes everything as a worker would, and hands it on when there is one. */
class TurnWorker implements WorkerLike {
  /** Settles when its script has come, or nobody waits for that any more. */
  readonly arrived: Promise<void>;
  readonly #listening: (readonly [kind: string, listener: Listener])[] = [];
  #waiting: Parameters<WorkerLike['postMessage']>[] = [];
  #worker: WorkerLike | undefined;
  #ended = false;
  #arrive!: () => void;

  constructor() {
    this.arrived = new Promise((resolve) => (this.#arrive = resolve));
  }

  /** @throws what `spawn` throws */
  start(spawn: () => WorkerLike): void {
    const worker = (this.#worker = spawn());
    const patience = setTimeout(this.#arrive, patienceMs);
    void this.arrived.then(() => clearTimeout(patience));
    worker.addEventListener('message', this.#arrive);
    worker.addEventListener('error', this.#arrive);
    for (const [kind, listener] of this.#listening) {
      worker.addEventListener(kind as 'message', listener);
    }
    for (const message of this.#waiting.splice(0)) worker.postMessage(...message);
  }

  startLate(spawn: () => WorkerLike): void {
    if (this.#ended) return;
    try {
      this.start(spawn);
    } catch (error) {
      this.#arrive();
      for (const [kind, listener] of this.#listening) {
        if (kind === 'error') listener({ data: undefined, message: String(error) });
      }
    }
  }

  postMessage(message: unknown, transfer: Transferable[]): void {
    if (this.#worker) this.#worker.postMessage(message, transfer);
    else this.#waiting.push([message, transfer]);
  }

  terminate(): void {
    this.#ended = true;
    this.#waiting = [];
    this.#worker?.terminate();
    this.#arrive();
  }

  addEventListener(kind: string, listener: (event: never) => void): void {
    const any = listener as Listener;
    if (this.#worker) this.#worker.addEventListener(kind as 'message', any);
    else this.#listening.push([kind, any]);
  }
}
