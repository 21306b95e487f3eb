/** A text through the encoder that projects of texts are taught on. */
import { FailureError } from '#lib/failure/failure.ts';
import { openTextTester } from '#lib/teach/trainer/text/open-text-trainer.ts';
import { textTrunk } from '#lib/text/trunks.ts';

/** @throws FailureError what stands in its way; the signal's reason */
export async function proveEncoder(signal: AbortSignal): Promise<void> {
  const engine = openTextTester({ trunk: textTrunk.id });
  const done = new AbortController();
  signal.addEventListener('abort', () => done.abort(), { once: true });
  let tokens = 0;
  try {
    const typing = engine.call(
      'type',
      {},
      {
        signal: done.signal,
        onProgress: ({ result }) => {
          tokens = result.tokens;
          done.abort();
        },
      },
    );
    typing.update({ kind: 'text', sequence: 1, text: 'a cat on a chair' });
    const end = await typing.ending;
    if (end.kind === 'failure') throw new FailureError(end.failure.code, end.failure.detail);
    signal.throwIfAborted();
    if (tokens === 0) throw new FailureError('probe-mismatch', 'nothing was read');
  } finally {
    engine.close();
  }
}
