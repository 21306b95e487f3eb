/** One transaction from its beginning to the disk, whichever database it is of. */
import { unwrap, type IDBPTransaction } from 'idb';

/**
 * Runs `work` in a transaction that was just opened, which is on disk when this resolves. Whatever goes
 * wrong, in a request or in `work`, nothing of it is written.
 * @param transaction an `IDBPTransaction`
 * @throws whatever `work` throws, and what aborted the transaction
 */
export async function transact<T, Opened extends { readonly done: Promise<void> }>(
  transaction: Opened,
  work: (transaction: Opened) => Promise<T>,
): Promise<T> {
  transaction.done.catch(heardElsewhere);
  const end = ended(unwrap(transaction as unknown as IDBPTransaction));
  end.catch(heardElsewhere);
  let result: T;
  try {
    result = await work(transaction);
  } catch (error) {
    abort(transaction as unknown as IDBTransaction);
    const reason = await end.then(
      () => error,
      (why: unknown) => why,
    );
    // A request that failed aborts the rest: the first cause is the transaction's, not theirs.
    throw isAbort(error) || isQuota(reason) ? reason : error;
  }
  await end;
  return result;
}

/** For a request whose failure is its transaction's too, where it is heard. */
export function heardElsewhere(): void {}

/** Resolves once the transaction is on disk; idb's own `done` tells "aborted" for every failed request. */
function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    let reason: DOMException | null = null;
    transaction.addEventListener('error', (event) => {
      reason ??= (event.target as IDBRequest).error;
    });
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? reason ?? new DOMException('aborted', 'AbortError')),
    );
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    // It had ended by itself already.
    if (!(error instanceof DOMException)) throw error;
  }
}

const isAbort = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';
const isQuota = (error: unknown) => error instanceof Error && error.name === 'QuotaExceededError';
