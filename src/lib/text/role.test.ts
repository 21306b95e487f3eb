import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeWorker } from '#lib/engine/fake-worker.ts';
import * as cpu from '#lib/engine/kernels/modules/cpu.ts';
import { Link } from '#lib/engine/link.ts';
import { tinyTextData } from '../../../tests/support/tiny-text-model.ts';
import type { TextCalls } from './protocol.ts';
import type { Reading } from './reading.ts';
import { textRole } from './role.ts';

const baseUrl = 'http://localhost/models/';
const modules = { cpu: () => Promise.resolve(cpu) };

/** What the server has; taken out, a file is gone. */
let served: Map<string, Uint8Array<ArrayBuffer>>;

function serveModels(): void {
  const { file, bytes } = tinyTextData({ window: 32 });
  served = new Map([
    ['tiny/model.json', new TextEncoder().encode(JSON.stringify(file))],
    ['tiny/weights.bin', new Uint8Array(bytes)],
  ]);
  const entry = (name: string) => {
    const content = served.get(name)!;
    const sha256 = createHash('sha256').update(content).digest('hex');
    return { file: name, bytes: content.byteLength, sha256 };
  };
  const index = {
    ...{ format: 'aprendiz-models-1', recipe: '', models: [] },
    texts: [{ id: 'tiny', model: entry('tiny/model.json'), weights: entry('tiny/weights.bin') }],
  };
  served.set('index.json', new TextEncoder().encode(JSON.stringify(index)));
  vi.stubGlobal('fetch', (url: string) => {
    const content = served.get(url.slice(baseUrl.length));
    return Promise.resolve(new Response(content, { status: content ? 200 : 404 }));
  });
}

async function openLink(models: readonly string[] = ['tiny']) {
  const worker = FakeWorker.serving<TextCalls>((lose) => Promise.resolve(textRole(lose, modules)));
  const link = new Link<TextCalls>(worker);
  const stages: string[] = [];
  const { ending } = link.call(
    'open',
    { backend: 'cpu', models, baseUrl },
    { onProgress: ({ stage }) => stages.push(stage) },
  );
  return { link, ending: await ending, stages };
}

beforeEach(serveModels);
afterEach(() => vi.unstubAllGlobals());

describe('the text worker', () => {
  it('tells what it runs on and how quick that is', async () => {
    const { ending, stages } = await openLink();
    expect(ending).toMatchObject({
      kind: 'result',
      value: { report: { backend: 'cpu', software: false, threads: 1 } },
    });
    if (ending.kind !== 'result') return;
    expect(ending.value.report.probeError).toBeLessThan(1e-5);
    expect(ending.value.medianMs).toBeGreaterThan(0);
    expect(stages).toContain('download');
  });

  it('reads what is typed, the newest text last', async () => {
    const { link } = await openLink([]);
    const stop = new AbortController();
    const heard: { sequence: number; reading: Reading }[] = [];
    const last = new Promise<void>((resolve) => {
      const { update, ending } = link.call(
        'type',
        { model: 'tiny' },
        {
          signal: stop.signal,
          onProgress: (progress) => {
            heard.push(progress);
            if (progress.sequence === 20) resolve();
          },
        },
      );
      void ending.then((end) => expect(end.kind).toBe('cancelled'));
      for (let n = 1; n <= 20; n++) {
        update({ kind: 'text', sequence: n, text: 'a text that grows by one'.slice(0, n) });
      }
    });
    await last;
    stop.abort();
    const sequences = heard.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    const { reading } = heard.at(-1)!;
    expect(reading.scores).toHaveLength(3);
    expect(reading).toMatchObject({ tokens: 20, windows: 1, covered: 1, memory: { tensors: 0 } });
    expect(heard.reduce((sum, { reading: { steps } }) => sum + steps, 0)).toBe(20);
    const once = await link.call('read', { model: 'tiny', text: 'a text that grows by' }).ending;
    expect(once).toMatchObject({ kind: 'result', value: { scores: reading.scores, steps: 20 } });
  });

  it('says nothing of a blank text', async () => {
    const { link } = await openLink();
    const { ending } = link.call('read', { model: 'tiny', text: ' \n\u200B' });
    expect(await ending).toMatchObject({ kind: 'result', value: { scores: [] } });
  });

  it('labels many texts in their order', async () => {
    const { link } = await openLink();
    const texts = Array.from({ length: 600 }, (_, n) => 'abc '.repeat(n % 7));
    const labels: string[] = [];
    const done: number[] = [];
    const { ending } = link.call(
      'batch',
      { model: 'tiny', texts },
      {
        onProgress: (progress) => {
          done.push(progress.done);
          labels.push(...progress.readings.map(({ label }) => label));
        },
      },
    );
    expect(await ending).toEqual({ kind: 'result', value: { done: 600 } });
    expect(done.at(-1)).toBe(600);
    expect(labels.filter((label) => label === '')).toHaveLength(86);
    const alone = await link.call('read', { model: 'tiny', text: texts[5]! }).ending;
    expect(alone.kind === 'result' && alone.value.scores[0]?.label).toBe(labels[5]);
  });

  it('explains, and shows what goes on inside', async () => {
    const { link } = await openLink();
    const request = { model: 'tiny', text: 'abc', label: 'two', method: 'gradient' } as const;
    const effects = await link.call('explain', request).ending;
    expect(effects.kind === 'result' && effects.value).toHaveLength(3);
    const strip = await link.call('strip', { model: 'tiny', text: 'abc' }).ending;
    expect(strip.kind === 'result' && strip.value.tokens).toHaveLength(3);
  });

  it('opens without a model that is missing, names it when it is asked for, and then looks again', async () => {
    const weights = served.get('tiny/weights.bin')!;
    served.delete('tiny/weights.bin');
    const { link, ending } = await openLink();
    expect(ending.kind).toBe('result');
    const read = (model: string) => link.call('read', { model, text: 'abc' }).ending;
    expect(await read('tiny')).toMatchObject({ failure: { code: 'model-missing' } });
    expect(await read('none')).toMatchObject({ failure: { code: 'model-missing' } });
    served.set('tiny/weights.bin', weights);
    expect((await read('tiny')).kind).toBe('result');
  });

  it('names a model that is not the one that was made', async () => {
    served.set('tiny/weights.bin', new Uint8Array(8));
    const { link } = await openLink([]);
    const { ending } = link.call('read', { model: 'tiny', text: 'abc' });
    expect(await ending).toMatchObject({ failure: { code: 'model-corrupt' } });
  });
});
