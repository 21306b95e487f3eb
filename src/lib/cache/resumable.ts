/**
 * A file over a network that breaks off: written to disk in parts while it arrives, continued where it
 * stopped. What has come lies in one buffer, which the caller gets; the disk is never waited for.
 */
import { FailureError } from '#lib/failure/failure.ts';
import { Arrived } from './arrived.ts';
import { brokenOff, isOwn, request } from './request.ts';
import { sha256 } from './sha256.ts';
import { UnfinishedFile } from './unfinished.ts';

/** Told the bytes that are here, what an earlier visit brought included; less after a start from anew. */
export type OnBytes = (loaded: number) => void;

export interface Source {
  readonly url: string;
  /** Name of its parts on disk: the hash where it is known, the address otherwise. */
  readonly key: string;
  readonly bytes?: number;
  readonly sha256?: string;
}

export interface FetchOptions {
  readonly onBytes?: OnBytes;
  readonly signal?: AbortSignal | undefined;
  /** Bytes that nobody may exceed, where the length is not known beforehand. */
  readonly mostBytes?: number;
}

export interface Fetched {
  readonly bytes: ArrayBuffer;
  /** No more is written to its parts. */
  readonly settled: Promise<void>;
}

/** A network that gives something each time is asked this often, then it is called gone. */
const mostAttempts = 24;
/** A browser throws away what it has received when the line breaks before the page could read it. */
const mostFruitless = 3;

/**
 * Gets the whole file, right where its size and hash are known. Its parts stay on disk until
 * {@link UnfinishedFile.drop}. One at a time for each key: hold its lock.
 * @throws as `request` does, and FailureError `model-corrupt` when it is wrong twice, from anew and past
 *   the HTTP cache; what was kept of it is let go then.
 */
export async function fetchResumable(source: Source, options: FetchOptions = {}): Promise<Fetched> {
  const file = await UnfinishedFile.open(source.key);
  const arrived = new Arrived(source.bytes ?? file.wholeBytes, options);
  await file.read(arrived);
  for (const cache of ['default', 'reload'] as const) {
    await arrive(source, file, arrived, cache, options.signal);
    const bytes = arrived.whole();
    if (bytes && (!source.sha256 || (await sha256(bytes)) === source.sha256)) {
      // Of a file that is kept as a whole, the last parts need not be written.
      return { bytes, settled: source.sha256 ? file.settle() : file.finish(arrived) };
    }
    // Every byte is as doubtful as the next.
    arrived.restart();
    await file.drop();
  }
  throw new FailureError('model-corrupt', source.url);
}

/** Asks until the file has all come, or nothing more does. */
async function arrive(
  source: Source,
  file: UnfinishedFile,
  arrived: Arrived,
  cache: RequestCache,
  signal?: AbortSignal,
): Promise<void> {
  let fruitless = 0;
  for (let attempt = 1; !arrived.isWhole; attempt++) {
    const before = arrived.loaded;
    try {
      return await ask(source, file, arrived, cache, signal);
    } catch (error) {
      const wasCut = error instanceof CutError;
      fruitless = arrived.loaded > before ? 0 : fruitless + 1;
      if (wasCut && fruitless < mostFruitless && attempt < mostAttempts) continue;
      // Nobody waits any more, so the disk may.
      await file.flush(arrived);
      throw error;
    }
  }
}

/** A server was there and has gone: worth asking again at once. */
class CutError extends FailureError {}

async function ask(
  { url, sha256: known }: Pick<Source, 'url' | 'sha256'>,
  file: UnfinishedFile,
  arrived: Arrived,
  cache: RequestCache,
  signal?: AbortSignal,
): Promise<void> {
  const { loaded } = arrived;
  const isOurs = isOwn(url);
  const mark = file.mark;
  const headers: Record<string, string> = {};
  // A hash tells in the end whether two halves belong together; without one the server has to.
  const goesOn = loaded > 0 && (known !== undefined || mark !== undefined);
  if (goesOn) headers['Range'] = `bytes=${loaded}-`;
  // Another host would have to allow this header first, so there its answer is compared instead.
  if (goesOn && mark && isOurs) headers['If-Range'] = mark;
  const response = await request(url, { cache, headers, ...(signal && { signal }) });
  const same = known !== undefined || file.isSame(response);
  const continues =
    response.status === 206 &&
    startsAt(response, loaded) &&
    same &&
    !response.headers.has('content-encoding');
  if (loaded > 0 && !continues) {
    // Told to go on, it began anew, or gave what does not fit: honestly from zero.
    arrived.restart();
    await file.drop();
  }
  if (!continues && response.status !== 200) {
    await response.body?.cancel();
    if (!goesOn) throw new FailureError('model-missing', `${response.status} ${url}`);
    return ask({ url }, file, arrived, cache, signal);
  }
  file.begin(url, response);
  try {
    const reader = response.body?.getReader();
    for (let piece = await reader?.read(); piece?.value; piece = await reader?.read()) {
      if (!arrived.add(piece.value)) {
        await reader?.cancel();
        break;
      }
      file.write(arrived);
    }
  } catch (error) {
    const failed = brokenOff(error, url, signal);
    if (failed === error || !(failed instanceof FailureError)) throw failed;
    throw new CutError(failed.failure.code, failed.failure.detail);
  }
}

/** Other hosts may hide the header; then the status has to do. */
function startsAt(response: Response, loaded: number): boolean {
  const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
  return start === undefined || Number(start) === loaded;
}
