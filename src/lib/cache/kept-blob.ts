/**
 * In WebKit a blob is kept as its bytes, elsewhere it stays a blob, whose bytes lie on the disk until they are read.
 * Private windows of Safari refuse blobs. And in any window a worker that ends while a blob is on its way to the disk (its
 * page was left) leaves a transaction that never ends: nobody reads what it was to write to any more (seen in 2.50).
 */
export type KeptBlob = Blob | { readonly bytes: ArrayBuffer; readonly type: string };

/** What a blob is kept as; to be asked before a transaction, which does not wait for blobs. */
export const keptAs = async (blob: Blob, keepsBlobs: boolean): Promise<KeptBlob> =>
  keepsBlobs ? blob : { bytes: await blob.arrayBuffer(), type: blob.type };

export const blobOf = (kept: KeptBlob): Blob =>
  kept instanceof Blob ? kept : new Blob([kept.bytes], { type: kept.type });

function isWebKit(): boolean {
  // Tests in Node have no navigator.
  const userAgent = (globalThis.navigator as Navigator | undefined)?.userAgent ?? '';
  return /AppleWebKit/.test(userAgent) && !/Chrome|Chromium|Edg/.test(userAgent);
}

/**
 * Whether a database keeps blobs: found out by a row that is taken back.
 * @param row of `store`, with a blob in it
 */
export function keepsBlobs(database: IDBDatabase, store: string, row: object): Promise<boolean> {
  if (isWebKit()) return Promise.resolve(false);
  return new Promise((resolve) => {
    const transaction = database.transaction(store, 'readwrite');
    let refused = false;
    transaction.onabort = () => resolve(!refused);
    try {
      const request = transaction.objectStore(store).put(row);
      request.onsuccess = () => transaction.abort();
      // WebKit aborts by itself then. A full disk refuses bytes too, and is told when it comes to it.
      request.onerror = () => (refused = request.error?.name !== 'QuotaExceededError');
    } catch (error) {
      // Older ones refuse at once.
      if (!(error instanceof DOMException)) throw error;
      refused = true;
      transaction.abort();
    }
  });
}
