/** The page's door to a table worker. No TensorFlow.js here. */
import { Link } from '#lib/engine/link.ts';
import { startInTurn } from '#lib/engine/start-in-turn.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { TableCalls } from './protocol.ts';

/**
 * A worker of its own for one table; `close` it to let go of the table.
 * @throws FailureError `no-worker`
 */
export function openTableWorker(): Link<TableCalls> {
  try {
    const worker = startInTurn(
      () =>
        new Worker(new URL('../../worker.ts', import.meta.url), { type: 'module', name: 'table' }),
    );
    // Gone from insecure pages, whatever the types say.
    return new Link<TableCalls>(worker, { locks: navigator.locks as LockManager | undefined });
  } catch (error) {
    throw new FailureError('no-worker', String(error));
  }
}
