/**
 * "Can I go offline now?", answered by trying: every file is compared with its hash, then each chosen door does its
 * work while the service worker refuses this page and its workers the network. Imported when it is asked.
 */
import { resolve } from '$app/paths';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { askServiceWorker } from '#lib/pwa/ask.ts';
import type { KeptFiles, Sealing } from '#lib/pwa/messages.ts';
import type { Obstacle, Proof, ProofDoor, ProofStage } from '#lib/pwa/proof.svelte.ts';
import type { Flaw } from './check-files.ts';
import type { FilesAnswer } from './files.worker.ts';
import { modelsOf } from './needs.ts';

/** The network is there again after this, whatever happens to this page. */
const sealLimitMs = 240_000;
/**
 * What has said nothing for so long is tried once more, and then does not work: a worker that does not come to be
 * (seen in WebKit) tells nobody.
 */
const silencesMs = [20_000, 60_000];

export async function proveOffline(
  doors: readonly ProofDoor[],
  onStage: (stage: ProofStage) => void,
): Promise<Omit<Proof, 'at'>> {
  const { active } = (await navigator.serviceWorker.getRegistration()) ?? {};
  const kept = active && (await askServiceWorker<KeptFiles>(active, { type: 'files' }));
  const version = kept?.version ?? '';
  const outcome = (obstacles: readonly Obstacle[]) => ({
    ready: obstacles.length === 0,
    version,
    doors,
    obstacles,
  });
  if (!kept) return outcome([{ kind: 'uncontrolled' }]);
  const flaws = await patiently((signal, hear) =>
    findFlaws(kept, modelsOf(doors), signal, (done, total) => {
      hear();
      onStage({ kind: 'files', done, total });
    }),
  );
  const obstacles = flaws.map(obstacleOf);
  const { controller } = navigator.serviceWorker;
  if (!controller) obstacles.push({ kind: 'uncontrolled' });
  // What is missing is told at once: trying would only say the same later.
  if (obstacles.length > 0 || !controller) return outcome(obstacles);
  return outcome(await tryDoors(controller, doors, onStage));
}

function obstacleOf({ url, state, bytes, model }: Flaw): Obstacle {
  return model === undefined
    ? { kind: 'file', url, state }
    : { kind: 'model', id: model, bytes, state };
}

function findFlaws(
  kept: KeptFiles,
  models: readonly string[],
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<readonly Flaw[]> {
  const worker = new Worker(new URL('./files.worker.ts', import.meta.url), {
    type: 'module',
    name: 'files',
  });
  return new Promise<readonly Flaw[]>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<FilesAnswer>) => {
      if (data.kind === 'flaws') done(data.flaws);
      else if (data.kind === 'failed') fail(new FailureError('worker-died', data.detail));
      else onProgress(data.done, data.total);
    };
    worker.onerror = ({ message }) => fail(new FailureError('no-worker', message));
    signal.addEventListener('abort', () => fail(signal.reason as FailureError));
    worker.postMessage({ kept, models });
  }).finally(() => worker.terminate());
}

async function tryDoors(
  controller: ServiceWorker,
  doors: readonly ProofDoor[],
  onStage: (stage: ProofStage) => void,
): Promise<readonly Obstacle[]> {
  // The code of the proof itself is here before the network goes.
  const provers = await loadProvers();
  const obstacles: Obstacle[] = [];
  const sealed = await askServiceWorker<Sealing>(controller, {
    type: 'seal',
    limitMs: sealLimitMs,
  });
  if (sealed?.kind !== 'sealed') return [{ kind: 'uncontrolled' }];
  let opened: Sealing | undefined;
  try {
    for (const door of doors) {
      onStage({ kind: 'door', door });
      const failure = await failureOf((signal) => provers[door](signal));
      if (failure) obstacles.push({ kind: 'door', door, failure });
    }
  } finally {
    opened = await askServiceWorker<Sealing>(controller, { type: 'release' });
  }
  // A seal that was lost on the way has proved nothing.
  if (opened?.kind !== 'released') return [...obstacles, { kind: 'uncontrolled' }];
  return [...obstacles, ...opened.refused.map((url): Obstacle => ({ kind: 'refused', url }))];
}

async function loadProvers(): Promise<Record<ProofDoor, (signal: AbortSignal) => Promise<void>>> {
  const [{ proveSee }, { proveRead }, { proveTeach }] = await Promise.all([
    import('./prove-see.ts'),
    import('./prove-read.ts'),
    import('./prove-teach.ts'),
  ]);
  const samples = `${resolve('/')}samples/`;
  return {
    see: (signal) => proveSee(samples, signal),
    read: proveRead,
    teach: (signal) => proveTeach(samples, signal),
  };
}

async function failureOf(
  attempt: (signal: AbortSignal) => Promise<void>,
): Promise<Failure | undefined> {
  try {
    await patiently(attempt);
    return undefined;
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
}

/** @throws FailureError `backend-timeout` when nothing was heard the second time either */
async function patiently<Value>(
  attempt: (signal: AbortSignal, hear: () => void) => Promise<Value>,
  [silenceMs = 0, ...more]: readonly number[] = silencesMs,
): Promise<Value> {
  const limit = new AbortController();
  const { signal } = limit;
  const giveUp = () => limit.abort(new FailureError('backend-timeout', 'proof'));
  let timer = setTimeout(giveUp, silenceMs);
  const hear = () => {
    clearTimeout(timer);
    timer = setTimeout(giveUp, silenceMs);
  };
  const silence = new Promise<never>((_, fail) =>
    signal.addEventListener('abort', () => fail(signal.reason as FailureError)),
  );
  try {
    return await Promise.race([attempt(signal, hear), silence]);
  } catch (error) {
    if (!signal.aborted || more.length === 0) throw error;
  } finally {
    clearTimeout(timer);
  }
  return patiently(attempt, more);
}
