/** A sentence through the recurrent network of Read that tells languages apart. */
import type { TextCalls } from '#lib/text/protocol.ts';
import { openText } from '#lib/text/text-engine.ts';
import { expectAnswer, resultOf } from './trial.ts';

const sentence = 'O gato dorme na cadeira perto da janela.';

/** @throws FailureError what stands in its way; the signal's reason */
export async function proveRead(signal: AbortSignal): Promise<void> {
  const engine = openText({ models: ['language'] });
  try {
    const { ending } = engine.call('read', { model: 'language', text: sentence }, { signal });
    const { scores } = await resultOf<TextCalls, 'read'>(ending, signal);
    expectAnswer(scores[0]?.label, 'pt');
  } finally {
    engine.close();
  }
}
