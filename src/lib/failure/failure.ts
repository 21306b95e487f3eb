/**
 * Every failure that a person can meet, by code. The sentence and the next step for each
 * live in the message catalogue (`failure_<code>` and `failure_<code>_next`), so a code
 * without words in both languages does not build.
 */
export const failureCodes = [
  // engine
  'no-webgpu',
  'no-webgl',
  'no-wasm-simd',
  'no-worker',
  'backend-timeout',
  'probe-mismatch',
  'device-lost',
  'out-of-memory',
  'worker-died',
  // models
  'model-missing',
  'model-corrupt',
  'offline',
  'captive-portal',
  'host-unreachable',
  // models from elsewhere
  'address-unreadable',
  'model-incomplete',
  'host-not-allowed',
  // camera
  'camera-missing',
  'camera-denied',
  'camera-dismissed',
  'camera-revoked',
  'camera-busy',
  'camera-unplugged',
  'camera-insecure',
  'camera-stalled',
  'camera-unsupported',
  // photos
  'image-unreadable',
  'image-truncated',
  'image-unsupported',
  'image-too-large',
  'image-too-small',
  'folder-unreadable',
  // texts and tables
  'text-unreadable',
  'text-too-large',
  'file-unreadable',
  // data sets of the labs
  'data-set-unreadable',
  'data-set-truncated',
  'data-set-other',
  'data-set-incomplete',
  // training
  'too-few-classes',
  'loss-not-a-number',
  // storage and offline
  'storage-full',
  'storage-unavailable',
  'storage-newer',
  'offline-unavailable',
  // archives: what comes in and goes out
  'archive-damaged',
  'archive-unsafe',
  'archive-too-large',
  'archive-encrypted',
  'archive-newer',
  'archive-unknown',
  'runs-unreadable',
  'sample-missing',
  'model-unsupported',
  'model-too-large',
  'export-differs',
  'export-unsupported',
  // projects
  'project-missing',
  'changed-elsewhere',
  'class-name-taken',
  'not-followed',
] as const;

export type FailureCode = (typeof failureCodes)[number];

/** An expected failure, as a value that crosses workers and storage. */
export interface Failure {
  readonly code: FailureCode;
  /** The platform's own words, for the debug overlay only; never shown as the message. */
  readonly detail?: string;
}

/** Carries a {@link Failure} up a call stack to the boundary that turns it into a value. */
export class FailureError extends Error {
  readonly failure: Failure;

  /** Those of every copy of this module: WebKit evaluates the script of a worker twice (`engine/host.ts`). */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (value as Error | undefined | null)?.name === 'FailureError';
  }

  constructor(code: FailureCode, detail?: string) {
    super(detail ? `${code}: ${detail}` : code);
    this.name = 'FailureError';
    this.failure = detail === undefined ? { code } : { code, detail };
  }
}
