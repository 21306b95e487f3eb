import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { openWasmKernels } from '#lib/engine/kernels/wasm/open.ts';
import { Random } from '#lib/maths/random.ts';
import type { Tokens } from '#lib/text/units/tokens.ts';
import {
  tinyCharacters,
  tinyTextModel,
  tinyWords,
  type TinyTextModel,
} from '../../../../tests/support/tiny-text-model.ts';
import type { TextModelFile } from './format.ts';
import { readMany } from './read-many.ts';
import { softmax } from './scores.ts';
import { TextModel } from './text-model.ts';

vi.setConfig({ testTimeout: 60_000 });

const far = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((most, value, n) => Math.max(most, Math.abs(value - b[n]!)), 0);

describe.each(trainedModels())('the model $id', ({ folder }) => {
  interface Sample {
    readonly text: string;
    readonly rows: readonly (number | readonly number[])[];
    readonly scores: readonly number[];
  }
  const read = (file: string) => readFileSync(join(folder, file));
  const file = JSON.parse(read('weights/model.json').toString()) as TextModelFile;
  const bytes = Uint8Array.from(read('weights/weights.bin')).buffer;
  const samples = JSON.parse(read('sample-output.json').toString()) as Sample[];

  it.each([
    ['plain', openPlainKernels],
    ['wasm', openWasmKernels],
  ])('reads what its recipe reads, on %s kernels', async (_, openKernels) => {
    const model = TextModel.open({ file, bytes }, await openKernels());
    for (const { text, rows, scores } of samples) {
      const tokens = model.tokenizer.tokenize(text);
      expect(rowsOf(tokens), text).toEqual(rows.map((row) => [row].flat()));
      const { logits } = await model.reader().read(text);
      const ours = model.labels.length > 0 ? softmax(logits, model.temperature) : logits;
      if (tokens.count <= model.window) expect(far(ours, scores), text).toBeLessThan(1e-4);
    }
  });
});

const kinds: TinyTextModel[] = [
  { pooling: 'last' },
  { pooling: 'mean', cell: 'gru', units: tinyWords },
  { pooling: 'max', cell: 'simple' },
  { pooling: 'mean-max', layers: 2 },
  { pooling: 'attention', layers: 2, units: tinyWords },
  { pooling: 'last', direction: 'both' },
  { pooling: 'attention', direction: 'both', layers: 2 },
];

describe.each(kinds)('a text that changes, $pooling $cell $direction', (kind) => {
  const model = tinyTextModel({ ...kind, window: 24 });

  it('is read as if it were new, whatever was there before', async () => {
    const random = new Random(5);
    const reader = model.reader();
    let text = '';
    for (let edit = 0; edit < 120; edit++) {
      text = edited(text, random);
      const { logits, steps } = await reader.read(text);
      const fresh = await model.reader().read(text);
      expect(far(logits, fresh.logits), text).toBeLessThan(1e-5);
      expect(steps).toBeLessThanOrEqual(fresh.steps);
    }
  });

  it('is read among many as alone', async () => {
    const random = new Random(9);
    const texts = Array.from({ length: 300 }, () => edited(edited('', random), random));
    texts[7] = 'a long one, '.repeat(20);
    const many: Float32Array[] = [];
    for await (const group of readMany(model, texts)) many.push(...group);
    expect(many).toHaveLength(texts.length);
    for (const [n, text] of texts.entries()) {
      const { logits } = await model.reader().read(text);
      expect(far(many[n]!, logits), text).toBeLessThan(1e-5);
    }
  });
});

describe('steps', () => {
  it('are those from the change on', async () => {
    const reader = tinyTextModel({ units: tinyCharacters }).reader();
    const steps = async (text: string) => (await reader.read(text)).steps;
    expect(await steps('a text that is typed')).toBe(20);
    expect(await steps('a text that is typed.')).toBe(1);
    expect(await steps('a text that is typed.')).toBe(0);
    expect(await steps('a text that is type')).toBe(0);
    expect(await steps('a tent that is type')).toBe(15);
    expect(await steps('')).toBe(0);
    expect(await steps('a')).toBe(1);
  });

  it('of a long text are those of the window that changed', async () => {
    const reader = tinyTextModel({ window: 32 }).reader();
    const text = Array.from('abcdefgh', (one) => `${one}: sphinx of quartz, judge my vow. `).join(
      '',
    );
    const { windows, steps } = await reader.read(text);
    expect(windows.length).toBeGreaterThanOrEqual(8);
    expect(steps).toBe(text.length);
    expect((await reader.read(`${text}x`)).steps).toBe(1);
    expect((await reader.read(`X${text.slice(1)}x`)).steps).toBeLessThanOrEqual(32);
  });

  it('cost memory for one window, however long the text', async () => {
    const model = tinyTextModel({ window: 64 });
    const reader = model.reader();
    for (let length = 1; length <= 40_000; length *= 3) await reader.read('ab, '.repeat(length));
    const states = 65 * model.network.stateSize * 4;
    expect(reader.prefixes.bytes).toBeLessThanOrEqual(states);
    expect(reader.bytes).toBeLessThan(states + 64 * 1024);
  });
});

/** Types, deletes, replaces, pastes: something somewhere. */
function edited(text: string, random: Random): string {
  const pieces = ['a', 'b ', ' ', 'the ', 'good', '.', 'xyz', '漢', 'e\u0301', 'nothing more, '];
  const at = random.next() < 0.6 ? text.length : Math.floor(random.next() * (text.length + 1));
  const piece = pieces[Math.floor(random.next() * pieces.length)]!;
  const gone = random.next() < 0.3 ? Math.ceil(random.next() * 6) : 0;
  return text.slice(0, at) + piece + text.slice(at + gone);
}

function rowsOf({ rows, firsts, count }: Tokens): number[][] {
  return Array.from({ length: count }, (_, n) => rows.slice(firsts[n], firsts[n + 1]));
}

/** Models of ours that have been trained, and say what they give. */
function trainedModels(): { id: string; folder: string }[] {
  const models = join(import.meta.dirname, '..', '..', '..', '..', 'models');
  return readdirSync(models)
    .map((id) => ({ id, folder: join(models, id) }))
    .filter(({ folder }) => existsSync(join(folder, 'weights', 'model.json')));
}
