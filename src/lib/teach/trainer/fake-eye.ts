/** Stands in for pictures and trunk in tests: a picture is text, and its embedding is made of it. */
import type { Eye } from './picture-medium.ts';
import { Random } from '#lib/maths/random.ts';
import type { Extractor } from './sight.ts';

export const fakeDimensions = 16;

interface FakePicture {
  readonly text: string;
  close(): void;
}

/** For `vi.stubGlobal('createImageBitmap', …)`: text that says `broken` cannot be opened. */
export async function fakeCreateImageBitmap(source: Blob): Promise<FakePicture> {
  const text = await source.text();
  if (text.startsWith('broken')) throw new DOMException('cannot decode', 'InvalidStateError');
  return { text, close: () => undefined };
}

/** Pictures with the same first word look alike. */
export function fakeEmbedding(text: string): Float32Array<ArrayBuffer> {
  const [kind = '', rest = ''] = [text.split(' ')[0], text];
  const centre = new Random(hash(kind));
  const noise = new Random(hash(rest));
  const row = Float32Array.from(
    { length: fakeDimensions },
    () => centre.normal() + 0.4 * noise.normal(),
  );
  const length = Math.hypot(...row);
  return row.map((value) => value / length);
}

export class FakeEye implements Eye {
  readonly trunk = { id: 'fake-1', dimensions: fakeDimensions };
  seen = 0;
  /** To be awaited before each look; lets a test hold the eye back. */
  before: () => Promise<void> = () => Promise.resolve();

  async see(frame: unknown, _choose?: () => Extractor | undefined) {
    await this.before();
    this.seen++;
    const embedding = fakeEmbedding((frame as FakePicture).text);
    return { embedding, preprocessMs: 0, inferMs: 0, memory: { tensors: 0, bytes: 0 } };
  }
}

function hash(text: string): number {
  let value = 7;
  for (const letter of text) value = (Math.imul(value, 31) + letter.charCodeAt(0)) | 0;
  return value >>> 0;
}
