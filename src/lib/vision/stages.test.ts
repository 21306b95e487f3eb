// Which networks answer first depends on what lies on the device.
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { keepFile } from '#lib/cache/files.ts';
import type { ModelIndex } from '#lib/engine/graph/format.ts';
import { DEFAULT_MODELS } from './models.ts';
import { stagesOf } from './stages.ts';

const file = (name: string) => ({ file: name, bytes: 1, sha256: name });
const index = Promise.resolve<ModelIndex>({
  format: 'aprendiz-models-1',
  recipe: '',
  models: DEFAULT_MODELS.map((id) => ({
    id,
    graph: file(`${id} graph`),
    weights: file(`${id} weights`),
  })),
  texts: [],
});

it('on an empty device a draft answers, and then everything comes', async () => {
  const { share, ...stages } = await stagesOf(DEFAULT_MODELS, index);
  expect(stages).toEqual({ now: ['coco-centernet'], drafts: true, later: DEFAULT_MODELS });
  expect(share).toBeLessThan(1);
});

it.each([['open-images-ssd'], ['coco-centernet'], ['colours']])('%s alone is all', async (id) => {
  expect(await stagesOf([id], index)).toEqual({ now: [id], drafts: false, later: [], share: 1 });
});

it('what is on the device answers as it is, the small network first', async () => {
  await keepFile('coco-centernet graph', new Blob(['1']));
  expect((await stagesOf(DEFAULT_MODELS, index)).drafts).toBe(true);
  await keepFile('coco-centernet weights', new Blob(['1']));
  const { now, drafts, later } = await stagesOf(DEFAULT_MODELS, index);
  expect([now, drafts, later]).toEqual([['coco-centernet'], false, ['open-images-ssd']]);
});
