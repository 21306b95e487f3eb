import type { Transfer } from '../protocol.ts';

/** How a piece of work is followed and stopped. */
export interface KeepingOptions {
  readonly signal: AbortSignal;
  readonly tell: (transfer: Transfer) => void;
}
