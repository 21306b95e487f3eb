/** Brings the networks that come with the app to this device, while the page has other things to do. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { fillBuiltIns, type Filled } from './fill.ts';

export interface FillQuestion {
  /** The models folder, absolute. */
  readonly baseUrl: string;
  /** What is there is read and hashed as well; what is found broken is brought again. */
  readonly verify: boolean;
}

export type FillAnswer =
  | ({ readonly kind: 'progress' | 'filled' } & Filled)
  | { readonly kind: 'failed'; readonly failure: Failure };

addEventListener('message', ({ data }: MessageEvent<FillQuestion>) => void answer(data));

async function answer({ baseUrl, verify }: FillQuestion): Promise<void> {
  const post = (message: FillAnswer) => postMessage(message);
  try {
    const onKept = (filled: Filled) => post({ kind: 'progress', ...filled });
    post({ kind: 'filled', ...(await fillBuiltIns(baseUrl, { onKept, verify })) });
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    post({ kind: 'failed', failure: error.failure });
  }
}
