/** Puts Read together: the worker opens while the page is already there to be typed on. */
import { backendNames, type BackendName } from '#lib/engine/backend.ts';
import { openText } from '#lib/text/text-engine.ts';
import { keptDraft } from './draft.ts';
import { PageText } from './page-text.svelte.ts';
import { Read } from './read.svelte.ts';
import { parseReader, type ReaderId } from './readers.ts';

/** The choices that the page's address can make. What is typed is never part of it. */
export interface ReadAddress {
  readonly reader: ReaderId;
  readonly pinned?: BackendName | undefined;
  /** Whether the numbers of how it runs are open. */
  readonly debug: boolean;
}

export function readAddress(query: URLSearchParams): ReadAddress {
  const backend = query.get('backend');
  return {
    reader: parseReader(query.get('model')),
    pinned: backendNames.find((name) => name === backend),
    debug: query.has('debug'),
  };
}

export interface OpenedRead {
  readonly read: Read;
  readonly retryEngine: () => void;
  /** Writes down what is not written yet: the page may be gone in a moment. */
  readonly keep: () => void;
  readonly close: () => void;
}

export function openRead({ reader, pinned }: Pick<ReadAddress, 'reader' | 'pinned'>): OpenedRead {
  const engine = openText({ pinned, models: [reader] });
  const draft = keptDraft();
  const text = new PageText(draft);
  const read = new Read(engine, text, reader);
  read.follow();
  void text.restore().then(() => {
    if (text.isLong) read.follow();
  });
  return {
    read,
    retryEngine: () => engine.retry(),
    keep: () => draft.flush(),
    close: () => {
      draft.flush();
      read.close();
      engine.close();
    },
  };
}
