/** How quick a model is on this device: measured, never claimed. Comes when somebody presses "Measure". */
import type { BackendName } from '#lib/engine/backend.ts';
import type { Engine } from '#lib/engine/engine.ts';
import type { EngineCalls } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { openText } from '#lib/text/text-engine.ts';
import { openVision } from '#lib/vision/vision-engine.ts';
import type { CatalogueEntry } from './entry.ts';
import type { Speed } from './speeds.svelte.ts';

/** As many words as a message has. */
const sentence =
  'I would like to know how quickly this small model reads a message of about twenty words on this very device.';
const warmUps = 3;
const runs = 21;

/**
 * Median milliseconds of one picture or one sentence, on the backend that this device ends up with.
 * @throws FailureError why it could not be opened
 */
export function measureSpeed(entry: CatalogueEntry, pinned?: BackendName): Promise<Speed> {
  return 'pixels' in entry.input ? measureVision(entry.id, pinned) : measureText(entry.id, pinned);
}

async function measureVision(id: string, pinned: BackendName | undefined): Promise<Speed> {
  const engine = openVision({ pinned, models: [id], measure: true });
  try {
    const { backend, medianMs = NaN } = await settled(engine);
    return { ms: medianMs, backend };
  } finally {
    engine.close();
  }
}

async function measureText(id: string, pinned: BackendName | undefined): Promise<Speed> {
  const engine = openText({ pinned, models: [id] });
  try {
    const { backend } = await settled(engine);
    const times: number[] = [];
    let tokens = 0;
    for (let run = 0; run < warmUps + runs; run++) {
      const ending = await engine.call('read', { model: id, text: sentence }).ending;
      if (ending.kind === 'failure')
        throw new FailureError(ending.failure.code, ending.failure.detail);
      if (ending.kind === 'cancelled') break;
      tokens = ending.value.tokens;
      if (run >= warmUps) times.push(ending.value.readMs);
    }
    return { ms: times.sort((a, b) => a - b)[times.length >> 1] ?? NaN, backend, tokens };
  } finally {
    engine.close();
  }
}

/** When every backend that could be quicker has been tried. */
function settled<C extends EngineCalls>(
  engine: Engine<C>,
): Promise<{ backend: BackendName; medianMs?: number | undefined }> {
  return new Promise((resolve, reject) => {
    engine.subscribe(({ status, current, trying, failure }) => {
      if (status === 'failed') {
        reject(new FailureError(failure?.code ?? 'worker-died', failure?.detail));
      } else if (status === 'ready' && current && trying === undefined) resolve(current);
    });
  });
}
