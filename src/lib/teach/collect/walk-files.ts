/** Finds the files in what was chosen or dropped, folders and all, and says which class each is for. */
import type { Failure } from '#lib/failure/failure.ts';
import type { SampleOrigin } from '#lib/storage/project-rows.ts';

/** What of a File the import needs; lets tests and archives stand in. */
export interface FoundFile {
  readonly kind: 'file';
  readonly name: string;
  /** Names of the folders above it, outermost first. */
  readonly folders: readonly string[];
  readonly read: () => Promise<Blob>;
  /** The folder names the class even where a class was chosen for the rest: zips of several classes. */
  readonly namesItsClass?: boolean;
  /** Where it came from, where that is not the same for all. */
  readonly origin?: SampleOrigin;
}

export interface UnreadablePlace {
  readonly kind: 'unreadable';
  readonly name: string;
  readonly failure: Failure;
}

export type Found = FoundFile | UnreadablePlace;

/** Files of an input, which says the folders of a chosen folder in each file's relative path. */
export function foundInInput(files: Iterable<File>): FoundFile[] {
  return [...files]
    .map((file) => {
      const path =
        file.webkitRelativePath === '' ? [file.name] : file.webkitRelativePath.split('/');
      return foundFile(file, path.slice(0, -1));
    })
    .filter(isWanted);
}

/** Has to be called while the drop event is being handled: later there is nothing left in it. */
export function entriesOf(transfer: DataTransfer): FileSystemEntry[] {
  return [...transfer.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry ? [entry] : [];
  });
}

/** Walks dropped files and folders one at a time, however many there are. */
export async function* walkEntries(
  entries: readonly FileSystemEntry[],
  folders: readonly string[] = [],
): AsyncGenerator<Found> {
  for (const entry of entries) {
    if (isDirectory(entry)) {
      if (isHidden(entry.name)) continue;
      yield* walkFolder(entry, folders);
    } else if (isFile(entry)) {
      const found: FoundFile = {
        kind: 'file',
        name: entry.name,
        folders,
        read: () => new Promise<File>((resolve, reject) => entry.file(resolve, reject)),
      };
      if (isWanted(found)) yield found;
    }
  }
}

async function* walkFolder(
  folder: FileSystemDirectoryEntry,
  above: readonly string[],
): AsyncGenerator<Found> {
  const reader = folder.createReader();
  const inside = [...above, folder.name];
  for (;;) {
    let batch: FileSystemEntry[];
    try {
      // Chromium gives a hundred at a time, and none when there are no more.
      batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
      const failure: Failure = { code: 'folder-unreadable', detail: error.message };
      yield { kind: 'unreadable', name: inside.join('/'), failure };
      return;
    }
    if (batch.length === 0) return;
    yield* walkEntries(batch, inside);
  }
}

/** The class that a file's place names: the folder it lies in. */
export function classNameOf({ folders }: Pick<FoundFile, 'folders'>): string | undefined {
  return folders.at(-1)?.trim() || undefined;
}

/** Whether the files lie in more than one folder, each of which is then a class. */
export function namesClasses(found: readonly Pick<FoundFile, 'folders'>[]): boolean {
  return new Set(found.map((file) => classNameOf(file) ?? '')).size > 1;
}

function foundFile(file: File, folders: readonly string[]): FoundFile {
  return { kind: 'file', name: file.name, folders, read: async () => file };
}

/** What systems leave in folders and nobody put there. */
const litter = new Set(['thumbs.db', 'desktop.ini', 'icon\r']);

function isWanted({ name, folders }: FoundFile): boolean {
  return !isHidden(name) && !litter.has(name.toLowerCase()) && !folders.some(isHidden);
}

const isHidden = (name: string) => name.startsWith('.') || name === '__MACOSX';

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isDirectory = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry =>
  entry.isDirectory;
