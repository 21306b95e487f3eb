/** A model of Teachable Machine becomes a project whose one run answers with it. */
import type { Weight } from '#lib/engine/graph/format.ts';
import { importProject, type Bulk } from '#lib/storage/import-project.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ClassRow, RunRow } from '#lib/storage/project-rows.ts';
import { DEFAULT_TRUNK } from '#lib/vision/trunks.ts';
import type { Checkpoint } from '../../trainer/checkpoint.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import type { TailWeight } from '../../trainer/tail.ts';
import type { Imported } from '../protocol.ts';
import type { TeachableModel } from '../teachable/read-teachable.ts';

/** @throws FailureError of the storage */
export async function importModel(model: TeachableModel): Promise<Imported> {
  const projectId = newId();
  const classes = model.labels.map((name, order): ClassRow => ({
    id: newId(),
    projectId,
    name,
    colour: order,
    order,
    role: 'answer',
  }));
  const at = Date.now();
  const name = model.name === '' ? 'Teachable Machine' : model.name;
  const run: RunRow = {
    id: newId(),
    projectId,
    name,
    startedAt: at,
    endedAt: at,
    state: 'done',
    settings: { method: 'cnn', origin: 'teachable-machine', sha256: model.sha256 },
    curve: [],
    epoch: 1,
  };
  const answerer = answererOf(
    model,
    classes.map(({ id }) => id),
  );
  const head: Checkpoint = { answerer };
  const bulk: Bulk[] = [{ kind: 'checkpoint', row: { projectId, runId: run.id, epoch: 1, head } }];
  await importProject(projectId, bulk, () => ({
    project: {
      id: projectId,
      kind: 'image',
      name,
      createdAt: at,
      trunk: DEFAULT_TRUNK,
      liveRun: run.id,
    },
    classes,
    samples: [],
    runs: [run],
  }));
  const { length } = classes;
  return { kind: 'model', projectId, name, samples: 0, classes: length, unreadable: [] };
}

/** Its network as a tail, its dense layers as a head. */
export function answererOf(model: TeachableModel, classes: readonly string[]): Answerer {
  const { graph, weights, dimensions, layers, size } = model;
  const numbers = ({ at, shape }: Weight): TailWeight => {
    const length = shape.reduce((product, side) => product * side, 1);
    return { at, shape, values: weights.slice(at, at + length) };
  };
  return {
    head: {
      method: layers.length > 1 ? 'mlp' : 'linear',
      classes,
      dimensions,
      normalisation: { mean: new Float32Array(dimensions), unitLength: false },
      temperature: 1,
      layers,
    },
    tail: {
      kind: 'cnn',
      graph,
      input: { size, fit: 'cover', scale: graph.scale, offset: graph.offset },
      weights: graph.ops.flatMap((op) =>
        op.op === 'conv' || op.op === 'depthwise'
          ? [op.filter, ...(op.bias ? [op.bias] : [])].map(numbers)
          : [],
      ),
    },
  };
}
