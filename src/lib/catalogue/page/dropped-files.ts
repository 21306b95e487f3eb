/** The files in what was dropped, folders opened. */

/** A model has some; a folder dropped by mistake may have a million. */
const mostFiles = 2_000;

/** Has to be called while the drop event is being handled: later there is nothing left in it. */
export function filesIn(transfer: DataTransfer): Promise<File[]> {
  const entries = [...transfer.items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry ? [entry] : [];
  });
  const plain = [...transfer.files];
  return entries.length > 0 ? walk(entries) : Promise.resolve(plain);
}

async function walk(entries: readonly FileSystemEntry[]): Promise<File[]> {
  const files: File[] = [];
  const queue = [...entries];
  for (let entry = queue.shift(); entry && files.length < mostFiles; entry = queue.shift()) {
    if (entry.isDirectory) queue.push(...(await inside(entry as FileSystemDirectoryEntry)));
    else if (entry.isFile) files.push(await fileOf(entry as FileSystemFileEntry));
  }
  return files;
}

async function inside(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Chromium gives a hundred at a time, and none when there are no more.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0 || all.length > mostFiles) return all;
    all.push(...batch);
  }
}

const fileOf = (entry: FileSystemFileEntry) =>
  new Promise<File>((resolve, reject) => entry.file(resolve, reject));
