/** Decodes one photo away from the page: a large one takes a second, its resizing too. */
import { FailureError } from '#lib/failure/failure.ts';
import { decodePhoto } from './decode.ts';
import type { PhotoAnswer } from './protocol.ts';

self.onmessage = async ({ data: blob }: MessageEvent<Blob>) => {
  const answer = await read(blob);
  const transfer = answer.kind === 'photo' ? [answer.bitmap] : [];
  self.postMessage(answer, { transfer });
};

async function read(blob: Blob): Promise<PhotoAnswer> {
  try {
    return { kind: 'photo', bitmap: await decodePhoto(blob) };
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failure', failure: error.failure };
    // The file went away or was changed on the disk while it was read.
    if (error instanceof DOMException) {
      return { kind: 'failure', failure: { code: 'image-unreadable', detail: error.message } };
    }
    return { kind: 'bug', error };
  }
}
