/** Puts the pictures of a zip in its place, so that an import sees files only. */
import { FailureError } from '#lib/failure/failure.ts';
import { openSampleZip } from '../archive/samples/read-sample-zip.ts';
import type { Found, FoundFile } from './walk-files.ts';

const isZip = ({ name }: Pick<FoundFile, 'name'>) => /\.(zip|tm)$/i.test(name);

/** Whether the number of files is known before all is read. */
export const holdsZips = (files: readonly Pick<FoundFile, 'name'>[]): boolean => files.some(isZip);

/** A zip of several classes names them, wherever it was put; one of a single class goes where it was put. */
export async function* unzipFound(
  files: AsyncIterable<Found> | Iterable<Found>,
): AsyncGenerator<Found> {
  for await (const found of files) {
    if (found.kind === 'file' && isZip(found)) yield* unzip(found);
    else yield found;
  }
}

async function* unzip(zip: FoundFile): AsyncGenerator<Found> {
  try {
    const opened = await openSampleZip(await zip.read(), zip.name);
    const namesItsClass = opened.classes.size > 1;
    for await (const { className, fileName, blob } of opened.samples()) {
      const read = async () => blob;
      const folders = [className];
      yield { kind: 'file', name: fileName, folders, read, namesItsClass, origin: 'archive' };
    }
  } catch (error) {
    const name = [...zip.folders, zip.name].join('/');
    if (error instanceof FailureError) yield { kind: 'unreadable', name, failure: error.failure };
    else if (error instanceof DOMException) {
      // The file went away or was changed on the disk while it was read.
      yield {
        kind: 'unreadable',
        name,
        failure: { code: 'archive-damaged', detail: error.message },
      };
    } else throw error;
  }
}
