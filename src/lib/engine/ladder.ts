/**
 * What to try next and who wins: pure decisions, so that every choice can be explained and tested.
 *
 * wasm starts because it gives the first label soonest. GPU backends are tried behind its back and
 * win only by being measured quicker on this device. A software adapter (a GPU drawn by the CPU) is
 * left as soon as it names itself while anything else works: measuring it would take seconds of
 * the very cores that the live backend needs. Where nothing else works it is measured like the rest.
 */
import type { Failure, FailureCode } from '#lib/failure/failure.ts';
import type { AdapterReport, Attempt, BackendName, ChoiceReason } from './backend.ts';
import type { OpenStage } from './protocol.ts';

/** The order of the tries. cpu comes last: it is some thirty times slower than wasm. */
export const rungs = ['wasm', 'webgpu', 'webgl', 'cpu'] as const satisfies readonly BackendName[];

/** A candidate must be this much quicker, or the noise of a 200 ms calibration would decide. */
export const swapMargin = 0.9;

/** A backend that lost its device or its worker this often is left alone until a retry by hand. */
export const lossesForgiven = 2;

/** How long an opening worker may be silent in each stage, in ms. */
export const openLimitsMs: Readonly<Record<OpenStage, number>> = {
  backend: 30_000,
  download: 60_000,
  verify: 30_000,
  // The first run compiles every shader; a software GPU takes tens of seconds.
  'warm-up': 120_000,
  calibrate: 120_000,
};

/** The wait before the nth replacement (n from 1): at once, then slower and slower. */
export function backoffMs(loss: number): number {
  return loss <= 1 ? 0 : Math.min(500 * 4 ** (loss - 2), 8_000);
}

export interface Running {
  readonly backend: BackendName;
  readonly software: boolean;
  /** Absent: not measured, for want of another. */
  readonly medianMs?: number | undefined;
}

export interface LadderState {
  readonly pinned?: BackendName | undefined;
  /** The only backends that this domain has a use for; absent: all. */
  readonly suitable?: readonly BackendName[] | undefined;
  readonly current?: Running | undefined;
  /** Backends opened or failed since the ladder was last started. */
  readonly tried: ReadonlySet<BackendName>;
  readonly losses: ReadonlyMap<BackendName, number>;
}

/** The backend to try next; undefined when the choice is settled. */
export function nextRung({
  pinned,
  suitable,
  current,
  tried,
  losses,
}: LadderState): BackendName | undefined {
  const worn = (backend: BackendName) => (losses.get(backend) ?? 0) > lossesForgiven;
  const open = (backend: BackendName) => !tried.has(backend) && !worn(backend);
  if (pinned) return current || !open(pinned) ? undefined : pinned;
  const all = rungs.filter((backend) => suitable?.includes(backend) ?? true);
  if (!current) return all.find(open);
  // A real GPU that won is good enough: another one would cost a second compilation.
  if (isGpu(current.backend) && !current.software) return undefined;
  return all.find((backend) => open(backend) && worthTrying(backend, current));
}

function worthTrying(backend: BackendName, current: Running): boolean {
  if (backend === 'cpu') return current.software;
  return isGpu(backend);
}

export function isGpu(backend: BackendName): boolean {
  return backend === 'webgpu' || backend === 'webgl';
}

/** Whether a candidate that has just named its adapter should read its models and be measured. */
export function isWorthMeasuring(
  report: AdapterReport,
  { pinned, current }: Pick<LadderState, 'pinned' | 'current'>,
): boolean {
  if (pinned || !current || current.software) return true;
  return !report.software;
}

export interface Verdict {
  readonly chosen: boolean;
  readonly reason: ChoiceReason;
}

/** Judges a candidate that has opened. `replacing`: the one before it was lost. */
export function judge(
  candidate: Running,
  { pinned, current }: Pick<LadderState, 'pinned' | 'current'>,
  replacing: boolean,
): Verdict {
  if (replacing && !current) return { chosen: true, reason: 'replaced-after-loss' };
  if (pinned) return { chosen: true, reason: 'pinned' };
  if (!current) return { chosen: true, reason: 'first-label-soonest' };
  if (candidate.software && !current.software) {
    return { chosen: false, reason: 'software-adapter' };
  }
  const { medianMs = NaN } = candidate;
  const quicker = medianMs < (current.medianMs ?? Infinity) * swapMargin;
  return { chosen: quicker, reason: quicker ? 'quicker-here' : 'slower-here' };
}

/** The last attempts, oldest first: enough to explain the choice, never without bound. */
export function recorded(attempts: readonly Attempt[], attempt: Attempt): readonly Attempt[] {
  return [...attempts, attempt].slice(-20);
}

const backendFailures: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'no-webgpu',
  'no-webgl',
  'no-wasm-simd',
  'backend-timeout',
  'probe-mismatch',
  'device-lost',
  'out-of-memory',
  'worker-died',
]);

/** Whether another backend may do better; a missing model, say, is missing for all of them. */
export function isBackendFailure({ code }: Failure): boolean {
  return backendFailures.has(code);
}
