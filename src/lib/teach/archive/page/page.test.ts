import { beforeAll, describe, expect, it } from 'vitest';
import { memory } from '@tensorflow/tfjs-core';
import { planarImage } from '#lib/vision/preprocess/planes.ts';
import { startWasm } from '../../../../../scripts/models/node.ts';
import { filesOfModel, savedModel, tinyModel } from '../../../../../tests/support/tiny-model.ts';
import { chooseGolden, largestDifference } from '../model/golden.ts';
import { answererOf } from '../store/import-model.ts';
import { readTeachable } from '../teachable/read-teachable.ts';
import { pageNetwork, type PageContent } from './content.ts';
import { pageDocument, readPageDocument } from './document.ts';
import { PageModel } from './page-model.ts';

beforeAll(startWasm);

const name = '</script><script>alert(1)</script> & <!-- "pets"';

/** A page of a small imported model. */
async function content(): Promise<PageContent> {
  const files = filesOfModel(await savedModel(tinyModel(32)), ['a', 'b', 'c'], 32);
  const model = await readTeachable((file) => {
    const bytes = files[file];
    return bytes && Promise.resolve(bytes);
  });
  const { head, tail } = answererOf(model, ['a', 'b', 'c']);
  if (tail?.kind !== 'cnn') throw new Error('no network of its own');
  const numbers = new Map(tail.weights.map(({ at, values }) => [at, values]));
  const network = {
    graph: tail.graph,
    input: tail.input,
    read: ({ at }: { at: number }) => numbers.get(at)!,
  };
  return {
    format: 'aprendiz-page-1',
    name,
    labels: [name, 'b', 'c'],
    networks: [pageNetwork(network)],
    pooling: 'none',
    head,
    golden: [{ fileName: 'golden/1.jpg', scores: [0.5, NaN, 1] }],
    locale: 'en',
    words: {},
  };
}

const picture = () => {
  const data = Uint8Array.from({ length: 40 * 30 * 4 }, (_, i) => (i * 37) & 255);
  return planarImage(data, 'RGBA', [{ offset: 0, stride: 160 }], 40, 30);
};

describe('an HTML file', () => {
  it('comes back from its text as it was, whatever the names in it are', async () => {
    const before = await content();
    const html = pageDocument(before, 'const close = "</script>";');
    expect(html.match(/<\/script>/g)).toHaveLength(3);
    expect(html).not.toContain('<script>alert');
    expect(readPageDocument<PageContent>(html, 'aprendiz-page-1')).toEqual(before);
    expect(() => readPageDocument('<html></html>', 'aprendiz-page-1')).toThrow('archive-damaged');
  });

  it('answers the same after the journey, and leaves no tensor behind', async () => {
    const before = await content();
    const kept = memory().numTensors;
    const answers = [];
    for (const each of [
      before,
      readPageDocument<PageContent>(pageDocument(before, ''), 'aprendiz-page-1'),
    ]) {
      const model = new PageModel(each);
      answers.push(await model.answer(picture()));
      model.dispose();
    }
    expect(answers[0]!.scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5);
    expect(answers[1]).toEqual(answers[0]);
    expect(memory().numTensors).toBe(kept);
  });
});

describe('golden samples', () => {
  const row = (id: string, classId: string) =>
    ({
      id,
      projectId: 'p',
      classId,
      burst: id,
      takenAt: 0,
      origin: 'file',
      part: 'auto',
    }) as const;

  it('are of every class before there is a second of any', () => {
    const rows = [row('1', 'a'), row('2', 'a'), row('3', 'a'), row('4', 'b'), row('5', 'c')];
    expect(chooseGolden(rows, 4)).toEqual(['1', '4', '5', '2']);
    expect(chooseGolden(rows)).toHaveLength(5);
    expect(chooseGolden([])).toEqual([]);
  });

  it('differ without limit from an answer that is none', () => {
    expect(largestDifference([0.5, 0.5], [0.4, 0.6])).toBeCloseTo(0.1);
    expect(largestDifference([0.5], [NaN])).toBe(Infinity);
    expect(largestDifference([0.5], [0.5, 0])).toBe(Infinity);
  });
});
