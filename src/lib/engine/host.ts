/** The worker's side: requests in, exactly one ending each out. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { Call, Calls, FromWorker, ToWorker } from './protocol.ts';

/** As much of a DedicatedWorkerGlobalScope as a host needs; tests stand in for it. */
export interface WorkerScope {
  postMessage(message: unknown): void;
  addEventListener(kind: 'message', listener: (event: { data: unknown }) => void): void;
}

export interface CallContext<K extends Call> {
  /** Aborted when the page cancels the call. */
  readonly signal: AbortSignal;
  progress(payload: K['progress']): void;
  /** Takes every update from the first on, those that came early included. */
  onUpdate(listener: (payload: K['update']) => void): void;
}

export type Handlers<C extends Calls> = {
  readonly [K in keyof C & string]: (
    payload: C[K]['request'],
    context: CallContext<C[K]>,
  ) => Promise<C[K]['result']>;
};

export interface Role<C extends Calls> {
  readonly handlers: Handlers<C>;
  /** Frees what an update carried when its call has already ended (a VideoFrame, say). */
  discard?(update: C[keyof C & string]['update']): void;
}

/** Says that the device or context of this worker is gone for good. */
export type Lose = (failure: Failure) => void;

interface Running {
  readonly controller: AbortController;
  readonly early: unknown[];
  listener?: (payload: unknown) => void;
}

export interface HostOptions {
  readonly locks?: Pick<LockManager, 'request'> | undefined;
}

/**
 * WebKit evaluates the script of a worker once more when one of its chunks imports from it (2.50, and so Safari): each
 * message would be answered twice, and the second answer, of a role that nobody has opened, ends the call.
 */
const served = 'aprendizServed';

/** Serves a role, the first that a scope is given. Listens at once, so nothing that arrives while the role loads is missed. */
export function serve<C extends Calls>(
  scope: WorkerScope,
  loadRole: (lose: Lose) => Promise<Role<C>>,
  { locks }: HostOptions = {},
): void {
  if (served in scope) return;
  Object.assign(scope, { [served]: true });
  const running = new Map<number, Running>();
  let lost = false;
  const post = (message: FromWorker<C>) => {
    if (!lost) scope.postMessage(message);
  };
  const lose: Lose = (failure) => {
    post({ kind: 'lost', failure });
    lost = true;
    for (const { controller } of running.values()) controller.abort();
  };
  const role = loadRole(lose);
  role.catch((error: unknown) => lose(startFailure(error)));

  async function run(message: Extract<ToWorker<C>, { kind: 'request' }>): Promise<void> {
    const { id, call, payload } = message;
    const own: Running = { controller: new AbortController(), early: [] };
    running.set(id, own);
    const { signal } = own.controller;
    try {
      const { handlers } = await role;
      signal.throwIfAborted();
      const value = await handlers[call](payload, {
        signal,
        progress: (progress) => post({ kind: 'progress', id, payload: progress }),
        onUpdate: (listener) => {
          own.listener = listener as (update: unknown) => void;
          for (const update of own.early.splice(0)) own.listener(update);
        },
      });
      post({ kind: 'result', id, payload: value });
    } catch (error) {
      if (signal.aborted && isAbort(error, signal)) post({ kind: 'cancelled', id });
      else if (error instanceof FailureError) post({ kind: 'failure', id, failure: error.failure });
      else post(bug(id, error));
    } finally {
      running.delete(id);
      for (const update of own.early) await discard(update);
    }
  }

  async function discard(update: unknown): Promise<void> {
    (await role).discard?.(update as C[keyof C & string]['update']);
  }

  let spoken = false;
  scope.addEventListener('message', ({ data }) => {
    // Whoever has spoken hears: a worker may be started before there is anybody to tell.
    if (!spoken) holdLock(locks, (lock) => post({ kind: 'alive', lock }));
    spoken = true;
    const message = data as ToWorker<C>;
    if (message.kind === 'request') void run(message);
    else if (message.kind === 'cancel') running.get(message.id)?.controller.abort();
    else {
      const call = running.get(message.id);
      if (!call) void discard(message.payload);
      else if (call.listener) call.listener(message.payload);
      else call.early.push(message.payload);
    }
  });
}

/** A lock held until the worker is gone lets the page notice a death that no event tells of. */
function holdLock(
  locks: Pick<LockManager, 'request'> | undefined,
  tell: (lock: string) => void,
): void {
  // Locks and random ids exist in secure contexts only.
  if (!locks) return;
  const lock = `engine-worker-${crypto.randomUUID()}`;
  void locks.request(lock, () => {
    tell(lock);
    return new Promise<never>(() => {});
  });
}

function startFailure(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure;
  return { code: 'worker-died', detail: error instanceof Error ? error.message : String(error) };
}

function isAbort(error: unknown, signal: AbortSignal): boolean {
  return error === signal.reason || (error instanceof Error && error.name === 'AbortError');
}

function bug<C extends Calls>(id: number | null, error: unknown): FromWorker<C> {
  if (!(error instanceof Error)) {
    return { kind: 'bug', id, name: 'Error', message: `thrown: ${String(error)}` };
  }
  const { name, message, stack } = error;
  return stack === undefined
    ? { kind: 'bug', id, name, message }
    : { kind: 'bug', id, name, message, stack };
}
