/**
 * What the browser keeps for us, as one typed schema. A change to it is a new version with a
 * migration; versions already released are never edited.
 */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';
import type { KeptBlob } from '#lib/cache/kept-blob.ts';
import type { Detection, Prediction } from '#lib/vision/prediction.ts';
import type {
  CheckpointRow,
  ClassRow,
  EmbeddingRow,
  JournalCursor,
  JournalEntry,
  ProjectRow,
  RunRow,
  SampleRow,
} from './project-rows.ts';

export const DATABASE_NAME = 'aprendiz';
export const DATABASE_VERSION = 2;

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

/** The kept picture of a sample. */
export interface PictureRow {
  readonly projectId: string;
  readonly id: string;
  readonly picture: KeptBlob;
}

/** Bytes, not a blob: that is a file each in some browsers, and ten times slower to write. */
export interface ThumbnailRow {
  readonly projectId: string;
  readonly id: string;
  readonly bytes: ArrayBuffer;
  /** Media type of `bytes`. */
  readonly type: string;
}

/** Bulk without a project row: of an import under way, or of a project removed for good. */
export interface LeftoverRow {
  readonly projectId: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** A frame as it lies in the database. */
export type KeptFrameRow = Omit<KeptFrame, 'image'> & { readonly image: KeptBlob };

type InProject = [projectId: string, id: string];

/**
 * Every key of a project starts with its id, so that one range reads or deletes all of it, and ids
 * need only be unique within their project.
 */
export interface AprendizSchema extends DBSchema {
  'kept-frames': {
    key: string;
    value: KeptFrameRow;
    indexes: { 'by-time': number };
  };
  projects: { key: string; value: ProjectRow };
  classes: { key: InProject; value: ClassRow };
  samples: { key: InProject; value: SampleRow };
  runs: { key: InProject; value: RunRow };
  /** Runs whose training goes on, with the curve so far; they enter `runs` when they end. */
  'running-runs': { key: InProject; value: RunRow };
  pictures: { key: InProject; value: PictureRow };
  thumbnails: { key: InProject; value: ThumbnailRow };
  embeddings: {
    key: [projectId: string, trunk: string, augmentation: string, sampleId: string];
    value: EmbeddingRow;
  };
  checkpoints: { key: [projectId: string, runId: string, epoch: number]; value: CheckpointRow };
  journal: { key: [projectId: string, sequence: number]; value: JournalEntry };
  'journal-cursors': { key: string; value: JournalCursor };
  leftovers: { key: string; value: LeftoverRow };
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
  (database) => {
    database.createObjectStore('projects', { keyPath: 'id' });
    for (const store of [
      'classes',
      'samples',
      'runs',
      'running-runs',
      'pictures',
      'thumbnails',
    ] as const) {
      database.createObjectStore(store, { keyPath: ['projectId', 'id'] });
    }
    database.createObjectStore('embeddings', {
      keyPath: ['projectId', 'trunk', 'augmentation', 'sampleId'],
    });
    database.createObjectStore('checkpoints', { keyPath: ['projectId', 'runId', 'epoch'] });
    database.createObjectStore('journal', { keyPath: ['projectId', 'sequence'] });
    database.createObjectStore('journal-cursors', { keyPath: 'projectId' });
    database.createObjectStore('leftovers', { keyPath: 'projectId' });
  },
];
