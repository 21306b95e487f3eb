/** Calls of the archive worker. Types only. */
import type { PageWords } from './page/content.ts';
import type { TextPageContent } from './page/text-content.ts';
import type { PlacedFile } from './samples/read-sample-zip.ts';
import type { Answerer } from '../trainer/protocol.ts';

/** A file to hand over; its bytes may lie on disk until they are read. */
export interface SavedFile {
  readonly blob: Blob;
  readonly fileName: string;
}

export interface ArchiveProgress {
  readonly done: number;
  readonly total: number;
}

/** What an import became: always a new project. */
export interface Imported {
  readonly kind: 'project' | 'samples' | 'model';
  readonly projectId: string;
  readonly name: string;
  readonly samples: number;
  readonly classes: number;
  /** Names of pictures that could not be read. */
  readonly unreadable: readonly string[];
  /** The trunk that the project was taught on, where this device does not have it. */
  readonly absentTrunk?: string;
}

/** `layers`: what Teachable Machine exports, for TensorFlow.js. `page`: one HTML file. */
export type ModelLayout = 'layers' | 'page';

export interface ExportedModel extends SavedFile {
  /** Largest difference of any score between the file, read back and run, and the live model. */
  readonly difference: number;
  /** The same where the picture is cut and scaled as Teachable Machine's library does it. */
  readonly croppedDifference?: number;
  /** Pictures it was checked on. */
  readonly checked: number;
}

export type ArchiveCalls = {
  saveProject: {
    request: { projectId: string };
    update: never;
    progress: ArchiveProgress;
    result: SavedFile & { readonly samples: number };
  };
  /** What the project has learnt, without its samples. */
  saveHead: {
    request: { projectId: string; answerer: Answerer };
    update: never;
    progress: ArchiveProgress;
    result: SavedFile;
  };
  importFiles: {
    request: { files: readonly File[] };
    update: never;
    progress: ArchiveProgress;
    result: Imported;
  };
  /** Folders, or pictures beside each other; named after the outermost folder, or as `names` says. */
  importFolders: {
    request: {
      files: readonly PlacedFile[];
      names: { readonly project: string; readonly className: string };
    };
    update: never;
    progress: ArchiveProgress;
    result: Imported;
  };
  /** All texts of a project as CSV. */
  saveSamples: {
    request: { projectId: string };
    update: never;
    progress: ArchiveProgress;
    result: SavedFile & { readonly samples: number };
  };
  exportTextModel: {
    request: {
      projectId: string;
      layout: ModelLayout;
      answerer: Answerer;
      /** Distance from which an answer is "unknown". */
      unknownFrom?: number | undefined;
      locale: string;
      baseUrl: string;
      /** What runs in the file: the program of a page, or for layers what cuts texts. */
      program: string;
      /** Of a page, by locale. */
      words: TextPageContent['words'];
    };
    update: never;
    progress: ArchiveProgress;
    result: ExportedModel;
  };
  exportModel: {
    request: {
      projectId: string;
      layout: ModelLayout;
      answerer: Answerer;
      /** Distance from which an answer is "unknown". */
      unknownFrom?: number | undefined;
      locale: string;
      baseUrl: string;
      /** What an HTML file needs from the page: its program, and its words by locale. */
      page?: { runtime: string; words: Readonly<Record<string, PageWords>> } | undefined;
    };
    update: never;
    progress: ArchiveProgress;
    result: ExportedModel;
  };
};
