/**
 * Private windows of Safari keep bytes in IndexedDB and refuse blobs. There a blob is kept as its bytes; elsewhere it
 * stays a blob, whose bytes lie on the disk until they are read.
 */
export type KeptBlob = Blob | { readonly bytes: ArrayBuffer; readonly type: string };

/** What a blob is kept as; to be asked before a transaction, which does not wait for blobs. */
export const keptAs = async (blob: Blob, keepsBlobs: boolean): Promise<KeptBlob> =>
  keepsBlobs ? blob : { bytes: await blob.arrayBuffer(), type: blob.type };

export const blobOf = (kept: KeptBlob): Blob =>
  kept instanceof Blob ? kept : new Blob([kept.bytes], { type: kept.type });

/**
 * Whether a database keeps blobs: found out by a row that is taken back.
 * @param row of `store`, with a blob in it
 */
export function keepsBlobs(database: IDBDatabase, store: string, row: object): Promise<boolean> {
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
