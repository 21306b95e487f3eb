/** From bytes to text: which encoding, told by the bytes alone. No DOM. */
import { FailureError } from '#lib/failure/failure.ts';
import type { TextEncoding } from './table.ts';

/** Read at once: large enough to be quick, small enough to be let go soon. */
const chunkBytes = 2 ** 20;
const headBytes = 64 * 1024;

/**
 * The encoding of a file: its byte order mark; else UTF-8 where every byte of it agrees; else UTF-16
 * where zeros stand in every second place; else windows-1252, in which all bytes mean something.
 * @throws FailureError `text-unreadable` for what is no text, `file-unreadable` for a file that is gone
 */
export async function detectEncoding(file: Blob, signal?: AbortSignal): Promise<TextEncoding> {
  const head = new Uint8Array(await readBytes(file.slice(0, headBytes)));
  const marked = markOf(head);
  if (marked) return marked;
  if (signatures.some((bytes) => bytes.every((byte, at) => head[at] === byte))) {
    throw new FailureError('text-unreadable', 'the first bytes of another kind of file');
  }
  const zeros = zerosByPlace(head);
  const units = head.length / 2;
  if (units >= 1 && (zeros.odd > 0.2 * units || zeros.even > 0.2 * units) && oneSided(zeros)) {
    return zeros.odd > zeros.even ? 'utf-16le' : 'utf-16be';
  }
  if (shareOfControls(head) < 0.3 && (await isUtf8(file, signal))) return 'utf-8';
  if (file.size % 2 === 0 && oneSided(zeros)) {
    return zeros.odd > zeros.even ? 'utf-16le' : 'utf-16be';
  }
  if (shareOfControls(head) > 0.05) throw new FailureError('text-unreadable', 'too many controls');
  return 'windows-1252';
}

/** The text of a file, piece by piece, without its byte order mark. */
export async function* decodedChunks(
  file: Blob,
  encoding: TextEncoding,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly text: string; readonly bytes: number }> {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < file.size; at += chunkBytes) {
    const bytes = await readBytes(file.slice(at, at + chunkBytes));
    signal?.throwIfAborted();
    const stream = at + chunkBytes < file.size;
    yield { text: decoder.decode(bytes, { stream }), bytes: bytes.byteLength };
  }
}

/** A whole file as text; for what is read in one piece. */
export async function readText(file: Blob, encoding?: TextEncoding): Promise<string> {
  const chosen = encoding ?? (await detectEncoding(file));
  return new TextDecoder(chosen).decode(await readBytes(file));
}

async function readBytes(file: Blob): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch (error) {
    // Moved, deleted or changed since it was chosen.
    if (error instanceof DOMException) throw new FailureError('file-unreadable', error.message);
    throw error;
  }
}

function markOf(head: Uint8Array): TextEncoding | undefined {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return undefined;
}

/** First bytes of what is often taken for text: zip (and so every office file), PDF, old office files, pictures. */
const signatures: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x25, 0x50, 0x44, 0x46, 0x2d],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0x1f, 0x8b, 0x08],
];

function shareOfControls(head: Uint8Array): number {
  let controls = 0;
  for (const byte of head) {
    // Tab, line feed, form feed, carriage return and escape are found in texts.
    if (byte < 32 && !(byte >= 9 && byte <= 13) && byte !== 27) controls += 1;
  }
  return controls / Math.max(1, head.length);
}

function zerosByPlace(head: Uint8Array): { even: number; odd: number } {
  const zeros = { even: 0, odd: 0 };
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2 === 0 ? 'even' : 'odd'] += 1;
  });
  return zeros;
}

const oneSided = ({ even, odd }: { even: number; odd: number }) =>
  Math.max(even, odd) > 0 && Math.min(even, odd) <= 0.05 * Math.max(even, odd);

async function isUtf8(file: Blob, signal?: AbortSignal): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for (let at = 0; at < file.size; at += chunkBytes) {
      const bytes = await readBytes(file.slice(at, at + chunkBytes));
      signal?.throwIfAborted();
      decoder.decode(bytes, { stream: at + chunkBytes < file.size });
    }
    return true;
  } catch (error) {
    if (error instanceof TypeError) return false;
    throw error;
  }
}
