import { describe, expect, it } from 'vitest';
import type { Ending } from '#lib/engine/protocol.ts';
import { Checkup, type Audit, type AuditEngine } from './checkup.svelte.ts';

const found: Audit = {
  suspects: [
    { sampleId: 'a', suggested: 'cup', confidence: 0.8 },
    { sampleId: 'b', suggested: 'cat', confidence: 0.7 },
  ],
  duplicates: [['d', 'c']],
};

function checking() {
  const endings: ((ending: Ending<Audit>) => void)[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const engine: AuditEngine = {
    call: (_name, _payload, { signal, onProgress }) => {
      signals.push(signal);
      onProgress?.({ fraction: 0.25 });
      return { ending: new Promise((resolve) => endings.push(resolve)), update: () => false };
    },
  };
  return { checkup: new Checkup(engine, 'p'), endings, signals };
}

describe('Checkup', () => {
  it('tells how far it is and what it found', async () => {
    const { checkup, endings } = checking();
    const looking = checkup.look();
    expect(checkup.fraction).toBe(0.25);
    endings[0]!({ kind: 'result', value: found });
    await looking;
    expect(checkup.fraction).toBeUndefined();
    expect(checkup.found).toEqual(found);
  });

  it('does not ask again about what is to be kept', async () => {
    const { checkup, endings } = checking();
    const looking = checkup.look();
    endings[0]!({ kind: 'result', value: found });
    await looking;
    checkup.keepSample('a');
    checkup.keepPair(['c', 'd']);
    expect(checkup.found!.suspects.map(({ sampleId }) => sampleId)).toEqual(['b']);
    expect(checkup.found!.duplicates).toEqual([]);
  });

  it('forgets a look that was given up', async () => {
    const { checkup, endings, signals } = checking();
    const first = checkup.look();
    checkup.stop();
    expect(signals[0]!.aborted).toBe(true);
    endings[0]!({ kind: 'result', value: found });
    await first;
    expect(checkup.found).toBeUndefined();
  });

  it('says why it could not look', async () => {
    const { checkup, endings } = checking();
    const looking = checkup.look();
    endings[0]!({ kind: 'failure', failure: { code: 'worker-died' } });
    await looking;
    expect(checkup.failure).toEqual({ code: 'worker-died' });
  });
});
