import { describe, expect, it } from 'vitest';
import { logOdds, logOddsGradient, softmax } from '#lib/text/model/scores.ts';
import {
  tinyTextModel,
  tinyWords,
  type TinyTextModel,
} from '../../../../tests/support/tiny-text-model.ts';
import { explain } from './explain.ts';
import { vectorGradient } from './gradient.ts';
import { stripOf } from './strip.ts';

const text = 'the good, the bad';

const kinds: TinyTextModel[] = [
  { pooling: 'last' },
  { pooling: 'mean', cell: 'gru', layers: 2 },
  { pooling: 'max', cell: 'simple' },
  { pooling: 'mean-max', layers: 2, units: tinyWords },
  { pooling: 'attention', units: tinyWords },
  { pooling: 'last', direction: 'both' },
  { pooling: 'attention', direction: 'both', layers: 2 },
];

describe.each(kinds)('$pooling $cell $direction', (kind) => {
  const model = tinyTextModel(kind);
  const { network, temperature } = model;
  const scoreOf = (logits: Float32Array) => softmax(logits, temperature)[1]!;

  it('has the gradient that finite differences have', async () => {
    const tokens = model.tokenizer.tokenize(text);
    const vectors = model.embedding.vectors({ tokens, from: 0, to: tokens.count });
    const oddsOf = async (changed: Float32Array) => {
      const [logits] = await network.readAll([{ vectors: changed }]);
      return logOdds(logits!, 1, temperature);
    };
    const [logits] = await network.readAll([{ vectors }]);
    const by = logOddsGradient(logits!, 1, temperature);
    const gradient = await vectorGradient(network, vectors, by);
    const step = 2e-3;
    for (let at = 0; at < vectors.length; at += 5) {
      const moved = (by: number) => vectors.map((value, n) => (n === at ? value + by : value));
      const slope = ((await oddsOf(moved(step))) - (await oddsOf(moved(-step)))) / (2 * step);
      expect(gradient[at]).toBeCloseTo(slope, 2);
    }
  });

  it.each(['gradient', 'occlusion'] as const)(
    'tells what every token does, by %s',
    async (method) => {
      const effects = await explain(model, { text, label: 'two', method });
      const { logits } = await model.reader().read(text);
      expect(effects.map(({ start, end }) => text.slice(start, end)).join('')).toBe(
        kind.units ? text.replaceAll(' ', '') : text,
      );
      for (const [n, { contribution, without }] of effects.entries()) {
        // Without a character the next reading is of that very text; words are taken out whole.
        const { start, end } = effects[n]!;
        const left = await model.reader().read(text.slice(0, start) + text.slice(end));
        expect(without).toBeCloseTo(scoreOf(left.logits), 5);
        if (method === 'gradient' || kind.units) continue;
        const covered = await model.reader().read(`${text.slice(0, start)}?${text.slice(end)}`);
        const lost = logOdds(logits, 1, temperature) - logOdds(covered.logits, 1, temperature);
        expect(contribution).toBeCloseTo(lost, 5);
      }
    },
  );
});

describe('attributions', () => {
  it('of windows are of the whole text, and end where they would cost too much', async () => {
    const model = tinyTextModel({ window: 16, pooling: 'mean' });
    const long = 'a long text. '.repeat(12);
    const told: number[] = [];
    const question = { text: long, label: 'one', method: 'gradient' } as const;
    const effects = await explain(model, question, { onProgress: (part) => told.push(part) });
    expect(effects).toHaveLength(long.length);
    expect(effects[20]?.without).not.toBeNaN();
    expect(effects.at(-1)?.without).toBeNaN();
    expect(told.at(-1)).toBe(1);
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    const first = effects[0]!;
    const { logits } = await model.reader().read(long);
    expect(Math.abs(first.without - softmax(logits, model.temperature)[0]!)).toBeLessThan(0.1);
    const covered = await explain(model, { ...question, method: 'occlusion' });
    expect(covered.length).toBeLessThan(effects.length);
  });

  it('tear nothing apart that is seen as one', async () => {
    const emoji = 'a 👨\u200D👩\u200D👧 z\u0351\u0324!';
    const effects = await explain(tinyTextModel(), {
      text: emoji,
      label: 'one',
      method: 'gradient',
    });
    expect(effects.map(({ start, end }) => emoji.slice(start, end))).toEqual([
      ...['a', ' ', '👨\u200D👩\u200D👧', ' ', 'z\u0351\u0324', '!'],
    ]);
  });

  it('of nothing are nothing, and of an unknown label a bug', async () => {
    const model = tinyTextModel();
    expect(await explain(model, { text: '\0', label: 'one', method: 'occlusion' })).toEqual([]);
    await expect(explain(model, { text, label: 'four', method: 'gradient' })).rejects.toThrow(
      'no label four',
    );
  });

  it('end when they are cancelled', async () => {
    const question = { text: text.repeat(8), label: 'one', method: 'occlusion' } as const;
    const controller = new AbortController();
    const model = tinyTextModel({ layers: 2, window: 256 });
    const going = explain(model, question, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(going).rejects.toThrow('aborted');
  });
});

describe('the strip', () => {
  it.each([
    ['lstm', ['input', 'forget', 'candidate', 'output']],
    ['gru', ['update', 'reset', 'candidate']],
    ['simple', ['candidate']],
  ] as const)('of %s shows its state and gates at every token', async (cell, names) => {
    const model = tinyTextModel({ cell, layers: 2 });
    const strip = await stripOf(model, text);
    expect(strip.tokens).toHaveLength(text.length);
    expect(strip.hidden).toHaveLength(text.length * strip.units);
    expect(Object.keys(strip.gates)).toEqual(names);
    const reader = model.reader();
    await reader.read(text);
    const { stateAt } = model.network.stages[1]!;
    const last = reader.prefixes.state(text.length).subarray(stateAt);
    const { units } = strip;
    expect(strip.hidden.slice(-units)).toEqual(last.slice(0, units));
    expect(strip.carry?.slice(-units)).toEqual(
      cell === 'lstm' ? last.slice(units, 2 * units) : undefined,
    );
    for (const means of Object.values(strip.gates)) expect(means).toHaveLength(text.length);
  });

  it('of a long text shows its end; of nothing, nothing', async () => {
    const long = 'abc '.repeat(20);
    const { tokens } = await stripOf(tinyTextModel({ window: 16 }), long);
    expect(tokens.length).toBeLessThanOrEqual(16);
    expect(tokens.at(-1)).toEqual({ start: 79, end: 80 });
    expect((await stripOf(tinyTextModel(), '')).tokens).toEqual([]);
  });
});
