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

it('the small network answers until the large one has come', async () => {
  const { now, later, share } = await stagesOf(DEFAULT_MODELS, index);
  expect([now, later]).toEqual([['coco-centernet'], ['open-images-ssd']]);
  expect(share).toBeLessThan(1);
});

it.each([['open-images-ssd'], ['coco-centernet'], ['colours']])('%s alone is all', async (id) => {
  expect(await stagesOf([id], index)).toEqual({ now: [id], later: [], share: 1 });
});

it('what is on the device answers together', async () => {
  await keepFile('open-images-ssd graph', new Blob(['1']));
  expect((await stagesOf(DEFAULT_MODELS, index)).later).toEqual(['open-images-ssd']);
  await keepFile('open-images-ssd weights', new Blob(['1']));
  expect((await stagesOf(DEFAULT_MODELS, index)).now).toEqual(DEFAULT_MODELS);
});
