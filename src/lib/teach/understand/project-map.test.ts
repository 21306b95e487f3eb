import { expect, it } from 'vitest';
import type { Ending } from '#lib/engine/protocol.ts';
import type { TrainerCalls } from '../trainer/protocol.ts';
import { ProjectMap, type MapEngine } from './project-map.svelte.ts';

type Placed = TrainerCalls['map']['result'];

function drawing() {
  const endings: ((ending: Ending<Placed>) => void)[] = [];
  const engine: MapEngine = {
    call: () => ({
      ending: new Promise((resolve) => endings.push(resolve)),
      update: () => false,
    }),
  };
  return { map: new ProjectMap(engine), endings };
}
const at = (x: number): Placed => [{ sampleId: 's', x, y: 0 }];

it('keeps the earlier map until the next one is there', async () => {
  const { map, endings } = drawing();
  const quick = map.draw('pca', 1);
  endings[0]!({ kind: 'result', value: at(0.1) });
  await quick;
  expect(map.points).toEqual([{ id: 's', x: 0.1, y: 0 }]);
  const careful = map.draw('umap', 1);
  expect(map).toMatchObject({ method: 'umap', fraction: 0, points: [{ x: 0.1 }] });
  endings[1]!({ kind: 'result', value: at(0.9) });
  await careful;
  expect(map.points).toEqual([{ id: 's', x: 0.9, y: 0 }]);
});

it('takes only the map that was asked for last', async () => {
  const { map, endings } = drawing();
  const first = map.draw('umap', 1);
  const second = map.draw('pca', 1);
  endings[1]!({ kind: 'result', value: at(0.2) });
  endings[0]!({ kind: 'result', value: at(0.8) });
  await Promise.all([first, second]);
  expect(map).toMatchObject({ method: 'pca', points: [{ x: 0.2 }] });
});

it('keeps what there is when it fails', async () => {
  const { map, endings } = drawing();
  const drawn = map.draw('pca', 1);
  endings[0]!({ kind: 'failure', failure: { code: 'out-of-memory' } });
  await drawn;
  expect(map).toMatchObject({ failure: { code: 'out-of-memory' }, fraction: undefined });
});
