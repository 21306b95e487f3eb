/**
 * What the browser keeps for us, as one typed schema. A change to it is a new version with a
 * migration; versions already released are never edited.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { Detection, Prediction } from '#lib/vision/prediction.ts';

export const DATABASE_NAME = 'aprendiz';
export const DATABASE_VERSION = 1;

/** A frame that someone froze or a photo that they gave, with what was seen in it. */
export interface KeptFrame {
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly keptAt: number;
  readonly origin: 'camera' | 'photo';
  /** JPEG, as the camera gave it (never mirrored). */
  readonly image: Blob;
  /** Pixels of `image`. */
  readonly width: number;
  readonly height: number;
  readonly predictions: readonly Prediction[];
  readonly detections: readonly Detection[];
  /** Which models answered. */
  readonly models: readonly string[];
}

export interface AprendizSchema extends DBSchema {
  'kept-frames': {
    key: string;
    value: KeptFrame;
    indexes: { 'by-time': number };
  };
}

export type Database = IDBPDatabase<AprendizSchema>;

type Migration = (
  database: Database,
  transaction: IDBPTransaction<
    AprendizSchema,
    ArrayLike<StoreNames<AprendizSchema>>,
    'versionchange'
  >,
) => void;

/** `migrations[v]` brings a database of version v to v + 1. */
export const migrations: readonly Migration[] = [
  (database) => {
    const frames = database.createObjectStore('kept-frames', { keyPath: 'id' });
    frames.createIndex('by-time', 'keptAt');
  },
];
