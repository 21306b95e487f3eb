/** The networks that are compared. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph, ModelIndex } from '../../../src/lib/engine/graph/format.ts';
import { everydayTrunk } from '../../../src/lib/vision/trunks.ts';
import type { Bench } from '../section.ts';
import type { Part } from './forward-page.ts';
import { costOf, type Cost } from './kinds.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const models = join(root, 'static', 'models');

export interface Network {
  readonly name: string;
  readonly parts: readonly Part[];
  /** Unknown of a network that is converted in the page. */
  readonly costs?: readonly Cost[];
}

export const trunk = (): Network =>
  built(
    `the trunk of Teach (two networks, cut, ${everydayTrunk.parts[0]!.size} px)`,
    everydayTrunk.parts.map(({ model, size }) => [model, size, ['embedding']] as const),
  );

export const see = (): Network =>
  built('both networks of See, whole', [
    ['open-images-ssd', 192, Array.from({ length: 6 }, (_, n) => `head-${n}`)],
    ['coco-centernet', 256, ['classes', 'boxes']],
  ]);

function built(
  name: string,
  wanted: readonly (readonly [model: string, side: number, purposes: readonly string[]])[],
): Network {
  const index = JSON.parse(readFileSync(join(models, 'index.json'), 'utf8')) as ModelIndex;
  const each = wanted.map(([model, side, purposes]) => {
    const { graph, weights } = index.models.find(({ id }) => id === model)!;
    const read = JSON.parse(readFileSync(join(models, graph.file), 'utf8')) as Graph;
    return {
      part: { files: { graph: graph.file, weights: weights.file }, side, purposes },
      cost: costOf(read, side, purposes),
    };
  });
  return { name, parts: each.map(({ part }) => part), costs: each.map(({ cost }) => cost) };
}

export function teachable({ say }: Bench): Network[] {
  if (existsSync(join(root, '..', 'shared', 'models', 'teachable-machine-export'))) {
    const part = { side: 224, purposes: ['embedding'] };
    return [{ name: 'the trunk of Teachable Machine (MobileNet v2 0.35, 224 px)', parts: [part] }];
  }
  say('no model exported by Teachable Machine in ../shared: its trunk is left out');
  return [];
}
