/** The frames and photos that someone kept. Every function throws as {@link withDatabase} does. */
import { withDatabase } from './database.ts';
import type { KeptFrame } from './schema.ts';

/** All kept frames, newest first. */
export async function listKeptFrames(): Promise<KeptFrame[]> {
  const oldestFirst = await withDatabase((db) => db.getAllFromIndex('kept-frames', 'by-time'));
  return oldestFirst.reverse();
}

/** Keeps frames, or puts them back; all of them or, on failure, none. */
export async function putKeptFrames(frames: readonly KeptFrame[]): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction('kept-frames', 'readwrite');
    await Promise.all([...frames.map((frame) => transaction.store.put(frame)), transaction.done]);
  });
}

export async function removeKeptFrames(ids: readonly string[]): Promise<void> {
  await withDatabase(async (db) => {
    const transaction = db.transaction('kept-frames', 'readwrite');
    await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
  });
}
