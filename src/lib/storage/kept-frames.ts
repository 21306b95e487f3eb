/** The frames and photos that someone kept. Every function throws as {@link withDatabase} does. */
import { blobOf } from '#lib/cache/kept-blob.ts';
import { withDatabase, writable } from './database.ts';
import type { KeptFrame } from './schema.ts';

/** All kept frames, newest first. */
export async function listKeptFrames(): Promise<KeptFrame[]> {
  const oldestFirst = await withDatabase((db) => db.getAllFromIndex('kept-frames', 'by-time'));
  return oldestFirst.reverse().map((row) => ({ ...row, image: blobOf(row.image) }));
}

/** Keeps frames, or puts them back; all of them or, on failure, none. */
export async function putKeptFrames(frames: readonly KeptFrame[]): Promise<void> {
  const rows = await Promise.all(
    frames.map(async (frame) => ({ ...frame, image: await writable(frame.image) })),
  );
  await withDatabase(async (db) => {
    const transaction = db.transaction('kept-frames', 'readwrite');
    await Promise.all([...rows.map((row) => transaction.store.put(row)), transaction.done]);
  });
}

export async function removeKeptFrames(ids: readonly string[]): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction('kept-frames', 'readwrite');
    await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
  });
}
