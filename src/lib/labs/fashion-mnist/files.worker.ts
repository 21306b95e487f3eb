/** Brings the four files to this device: over the network with pauses, or out of files that somebody has. */
import { fashionMnist } from '#lib/cache/data-files.ts';
import { fillFiles, missingFiles } from '#lib/cache/fill.ts';
import { keepFile } from '#lib/cache/files.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { partOf, unpack } from './data-set.ts';
import type { FilesAnswer, FilesQuestion } from './files-protocol.ts';

const { address, files } = fashionMnist;
const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
const post = (answer: FilesAnswer) => postMessage(answer);
let going: AbortController | undefined;

addEventListener('message', ({ data }: MessageEvent<FilesQuestion>) => {
  if (data.kind === 'cancel') going?.abort();
  else void answer(data);
});

async function answer(question: Exclude<FilesQuestion, { kind: 'cancel' }>): Promise<void> {
  going?.abort();
  const { signal } = (going = new AbortController());
  try {
    if (question.kind === 'fetch') await fetchAll(signal);
    else if (question.kind === 'take') await take(question.files);
    const missing = await stillMissing();
    if (question.kind === 'take' && missing.length > 0) {
      throw new FailureError('data-set-incomplete', missing.map(({ file }) => file).join(', '));
    }
    post({ kind: 'state', here: missing.length === 0, total });
  } catch (error) {
    if (signal.aborted) post({ kind: 'state', here: false, total });
    else if (error instanceof FailureError) post({ kind: 'failed', failure: error.failure });
    else throw error;
  }
}

async function fetchAll(signal: AbortSignal): Promise<void> {
  await fillFiles(await stillMissing(), address, {
    signal,
    onBytes: (loaded, whole) => post({ kind: 'progress', loaded, total: whole }),
  });
}

/** Of each part neither the packed nor the unpacked file is here. */
async function stillMissing() {
  const [packed, plain] = await Promise.all([
    missingFiles(files),
    missingFiles(files.map(({ unpacked }) => unpacked)),
  ]);
  const gone = new Set(plain.map(({ sha256 }) => sha256));
  return files.filter((one) => packed.includes(one) && gone.has(one.unpacked.sha256));
}

/** @throws FailureError as `partOf` and `unpack` do, and when it is another data set of the same shape */
async function take(brought: readonly File[]): Promise<void> {
  for (const file of brought) {
    const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    const isPacked = start[0] === 0x1f && start[1] === 0x8b;
    const plain = isPacked ? await unpack(file, file.name) : await file.arrayBuffer();
    const part = partOf(plain, file.name);
    const { unpacked } = files.find((one) => one.part === part)!;
    if ((await sha256(plain)) !== unpacked.sha256) {
      throw new FailureError('data-set-other', file.name);
    }
    await keepFile(unpacked.sha256, new Blob([plain]));
  }
}
