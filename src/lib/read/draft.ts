/**
 * Keeps the text of the page on this device. A text that somebody typed is there on the first frame
 * (`preferences.ts`); one that would not fit there lies in the browser's file cache.
 */
import { readPreference, writePreference } from '#lib/storage/preferences.ts';

export interface Draft {
  /** What can be had at once. */
  read(): string;
  /** A long text that was kept elsewhere; undefined where there is none. */
  restore(): Promise<string | undefined>;
  write(text: string): void;
  /** Writes at once what waits to be written. */
  flush(): void;
}

const key = 'read-draft';
const longestPreference = 100_000;
const writeAfterMs = 400;
const place = '/read-draft';

/** Only the methods that a long draft needs; absent from insecure pages. */
type LongStore = Pick<CacheStorage, 'open'>;

interface Stored {
  readonly text: string;
  readonly long: boolean;
}

function parse(stored: unknown): Stored {
  const { text, long } = { ...(stored as Partial<Record<keyof Stored, unknown>> | null) };
  return { text: typeof text === 'string' ? text : '', long: long === true };
}

export function keptDraft(
  caches: LongStore | undefined = (globalThis as { caches?: LongStore }).caches,
): Draft {
  let waiting: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLong = readPreference(key, parse).long;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting === undefined) return;
    const text = waiting;
    waiting = undefined;
    const wasLong = isLong;
    isLong = text.length > longestPreference;
    writePreference(key, isLong ? { text: '', long: true } : { text, long: false });
    if (isLong) void keepLong(text);
    else if (wasLong) void keepLong(undefined);
  }

  async function keepLong(text: string | undefined): Promise<void> {
    const cache = await caches?.open(key);
    if (text === undefined) await cache?.delete(place);
    else await cache?.put(place, new Response(text)).catch(ignoreFullDisk);
  }

  return {
    read: () => readPreference(key, parse).text,
    async restore() {
      if (!isLong) return undefined;
      const cache = await caches?.open(key);
      return (await cache?.match(place))?.text();
    },
    write(text) {
      waiting = text;
      timer ??= setTimeout(flush, writeAfterMs);
    },
    flush,
  };
}

/** The text stays on the page; it only will not outlive it. */
function ignoreFullDisk(error: unknown): void {
  if (!(error instanceof DOMException)) throw error;
}
