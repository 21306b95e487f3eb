import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { fetchVerified } from './fetch-verified.ts';

const bytes = new Uint8Array([1, 2, 3, 4, 5]);
const entry = {
  file: 'weights.bin',
  bytes: bytes.byteLength,
  sha256: createHash('sha256').update(bytes).digest('hex'),
};

function serve(...answers: (() => Response | Promise<Response>)[]) {
  const caches: (RequestCache | undefined)[] = [];
  vi.stubGlobal('fetch', async (_url: string, init?: RequestInit) => {
    caches.push(init?.cache);
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (!answer) throw new Error('no answer');
    return answer();
  });
  return caches;
}

const good = () => new Response(bytes);
const altered = () => new Response(new Uint8Array([1, 2, 3, 4, 6]));
const truncated = () => new Response(bytes.slice(0, 3));

async function code(): Promise<string> {
  try {
    await fetchVerified('/weights.bin', entry, () => {});
    return 'none';
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error);
  }
}

afterEach(() => vi.unstubAllGlobals());

describe('fetchVerified', () => {
  it('hands over the file that was asked for, and counts its bytes', async () => {
    serve(good);
    const counts: number[] = [];
    const buffer = await fetchVerified('/weights.bin', entry, (loaded) => counts.push(loaded));
    expect(new Uint8Array(buffer)).toEqual(bytes);
    expect(counts.at(-1)).toBe(5);
  });

  it.each([
    ['altered', altered],
    ['truncated', truncated],
  ])('asks once more past the cache when the file is %s', async (_, wrong) => {
    const caches = serve(wrong, good);
    expect(await code()).toBe('none');
    expect(caches).toEqual(['default', 'reload']);
  });

  it('calls a file corrupt that is wrong twice', async () => {
    serve(altered);
    expect(await code()).toBe('model-corrupt');
  });

  it('calls a file missing that is not there, or is a page', async () => {
    serve(() => new Response('', { status: 404 }));
    expect(await code()).toBe('model-missing');
    serve(() => new Response('<html>', { headers: { 'content-type': 'text/html' } }));
    expect(await code()).toBe('model-missing');
  });

  it('says offline when nobody answers, or the answer breaks off', async () => {
    serve(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await code()).toBe('offline');
    const broken = new ReadableStream({ start: (c) => c.error(new TypeError('network error')) });
    serve(() => new Response(broken));
    expect(await code()).toBe('offline');
  });

  it('leaves a cancelled fetch cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    vi.stubGlobal('fetch', () => Promise.reject(controller.signal.reason as Error));
    await expect(fetchVerified('/w', entry, () => {}, controller.signal)).rejects.toHaveProperty(
      'name',
      'AbortError',
    );
  });
});
