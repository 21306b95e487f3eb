/** From files to a new project: finds out what they are. Runs in a worker. */
import { FailureError } from '#lib/failure/failure.ts';
import { isProjectFile } from '../project/read-project.ts';
import type { Imported } from '../protocol.ts';
import { placedFiles, type PlacedFile } from '../samples/read-sample-zip.ts';
import { filesOf, readTeachable } from '../teachable/read-teachable.ts';
import { ZipReader } from '#lib/storage/zip/zip-reader.ts';
import { importModel } from './import-model.ts';
import { importOwnModel, importPage, isOwnModel } from './import-own-model.ts';
import { importProjectFile } from './import-project-file.ts';
import { importPlaced, importSamples, type Capture } from './import-samples.ts';
import { importTexts, isFolderOfTexts } from './import-texts.ts';
import type { WorkOptions } from './work-options.ts';

/**
 * By its first bytes (an entry's or, of an empty one, the end's), whatever it is called. A name alone
 * is believed too: then what is wrong with the zip can be said.
 */
async function isZip(file: File): Promise<boolean> {
  const [p, k, third, fourth] = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  const signed = (a: number, b: number) => third === a && fourth === b;
  return (p === 0x50 && k === 0x4b && (signed(3, 4) || signed(5, 6))) || /\.zip$/i.test(file.name);
}

/**
 * A project file, a model that was taken home (a zip or an HTML file), a zip of pictures or of texts, or
 * an image model of Teachable Machine (a zip or its three files).
 * @throws FailureError `archive-…` | `model-…`, and of the storage; then nothing is left of it.
 */
export async function importFiles(files: readonly File[], options: WorkOptions): Promise<Imported> {
  const [first] = files;
  if (!first) throw new FailureError('archive-unknown', 'no files');
  if (files.length === 1 && /\.html?$/i.test(first.name)) return importPage(first);
  if (files.length > 1 || !(await isZip(first))) return importTeachable(files);
  const zip = await ZipReader.open(first);
  if (isProjectFile(zip)) return importProjectFile(zip, options);
  if (isOwnModel(zip)) return importOwnModel(zip);
  if (isFolderOfTexts(zip.entries, first.name)) {
    const entries = zip.entries.map((entry) => ({
      name: entry.name,
      read: async () => new File([await zip.read(entry)], entry.name),
    }));
    return importTexts(
      entries,
      { project: first.name.replace(/\.zip$/i, ''), className: first.name },
      options,
    );
  }
  const isModel = zip.entries.some(({ name }) => name.split('/').at(-1) === 'model.json');
  return isModel ? importTeachable(files) : importSamples(first, options);
}

/**
 * Folders, or pictures beside each other: a project with a class for each folder.
 * @param names of the project, and of the class of pictures that lie in no folder
 * @throws as `importFiles` does
 */
export async function importFolders(
  files: readonly PlacedFile[],
  names: { readonly project: string; readonly className: string },
  options: WorkOptions,
  capture?: Capture,
): Promise<Imported> {
  const isModel = files.some(({ file }) => file.name === 'model.json');
  if (isModel) return importTeachable(files.map(({ file }) => file));
  const entries = files.map(({ file, path }) => ({ name: path, read: async () => file }));
  if (isFolderOfTexts(entries, names.className)) return importTexts(entries, names, options);
  return importPlaced(placedFiles(files, names.className), names.project, options, capture);
}

async function importTeachable(files: readonly File[]): Promise<Imported> {
  return importModel(await readTeachable(await filesOf(files)));
}
