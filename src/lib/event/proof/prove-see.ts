/** A photo through both networks of See, in a worker of its own. */
import { readPhoto } from '#lib/vision/photo.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';
import { openVision } from '#lib/vision/vision-engine.ts';
import { expectAnswer, fetchPhoto, resultOf } from './trial.ts';

/** @throws FailureError what stands in its way; the signal's reason */
export async function proveSee(samples: string, signal: AbortSignal): Promise<void> {
  const image = await readPhoto(await fetchPhoto(`${samples}cat.webp`));
  const engine = openVision({});
  try {
    const { ending } = engine.call('classify', { image }, { signal, transfer: [image] });
    const { predictions } = await resultOf<VisionCalls, 'classify'>(ending, signal);
    expectAnswer(predictions[0]?.label, 'cat');
  } finally {
    engine.close();
  }
}
