/** The data set as the device has it: the sample that comes with the app, or the four files. */
import sampleUrl from '../../../../data/fashion-mnist/sample.bin?url';
import { fashionMnist } from '#lib/cache/data-files.ts';
import { readFile } from '#lib/cache/files.ts';
import { fetchBytes } from '#lib/cache/request.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { joinParts, readSample, unpack, type DataSet, type Part } from './data-set.ts';
import type { Source } from './settings.ts';

/** @throws FailureError `offline`, `data-set-incomplete` (not on this device), as `partOf` and `unpack` do */
export const readData = (source: Source, signal: AbortSignal): Promise<DataSet> =>
  source === 'sample' ? readSampleFile(signal) : readFull(signal);

async function readSampleFile(signal: AbortSignal): Promise<DataSet> {
  const bytes = await fetchBytes(new URL(sampleUrl, self.location.href).href, { signal });
  return readSample(await unpack(new Blob([bytes]), 'sample.bin'));
}

async function readFull(signal: AbortSignal): Promise<DataSet> {
  const parts = await Promise.all(
    fashionMnist.files.map(async ({ part, file, unpacked, ...entry }) => {
      signal.throwIfAborted();
      const packed = await readFile({ file, ...entry });
      const plain = packed ? await unpack(new Blob([packed]), file) : await readFile(unpacked);
      if (!plain) throw new FailureError('data-set-incomplete', file);
      return [part as Part, plain] as const;
    }),
  );
  return joinParts(Object.fromEntries(parts) as Record<Part, ArrayBuffer>);
}
