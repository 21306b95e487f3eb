/** From files to a new project: finds out what they are. Runs in a worker. */
import { FailureError } from '#lib/failure/failure.ts';
import { isProjectFile } from '../project/read-project.ts';
import type { Imported } from '../protocol.ts';
import { filesOf, readTeachable } from '../teachable/read-teachable.ts';
import { ZipReader } from '#lib/storage/zip/zip-reader.ts';
import { importModel } from './import-model.ts';
import { importOwnModel, importPage, isOwnModel } from './import-own-model.ts';
import { importProjectFile } from './import-project-file.ts';
import { importSamples } from './import-samples.ts';
import { importTexts, isZipOfTexts } from './import-texts.ts';
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
  if (isZipOfTexts(zip, first.name)) return importTexts(zip, first.name, options);
  const isModel = zip.entries.some(({ name }) => name.split('/').at(-1) === 'model.json');
  return isModel ? importTeachable(files) : importSamples(first, options);
}

async function importTeachable(files: readonly File[]): Promise<Imported> {
  return importModel(await readTeachable(await filesOf(files)));
}
