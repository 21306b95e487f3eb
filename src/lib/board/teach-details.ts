/** What is read of a run of Teach only when it is asked for: its layers, and what the trunk made of its samples. */
import { decodeHalves } from '#lib/engine/graph/half.ts';
import { readEmbeddings } from '#lib/storage/embeddings.ts';
import type { ClassRow } from '#lib/storage/project-rows.ts';
import { readProject } from '#lib/storage/projects.ts';
import { readPicture } from '#lib/storage/samples.ts';
import { answererOf } from '#lib/teach/trainer/checkpoint.ts';
import type { Answerer } from '#lib/teach/trainer/protocol.ts';
import { m } from '#paraglide/messages.js';
import type { Layer, Points } from './run.ts';
import type { TeachRun } from './teach-runs.ts';

const idsOf = ({ run, project }: TeachRun) => ({
  projectId: project.id,
  runId: run.id.slice(project.id.length + 1),
});

/** Empty where no weights were kept. @throws as `withDatabase` does */
export async function layersOfTeach(run: TeachRun): Promise<readonly Layer[]> {
  if (run.epoch === undefined) return [];
  const answerer = await answererOf(idsOf(run), run.epoch);
  return answerer ? layersOf(answerer) : [];
}

export function layersOf({ head, tail }: Answerer): Layer[] {
  const { dimensions } = head;
  const trunk: Layer = {
    name: tail && tail.kind !== 'fine-tune' ? m.board_layer_own() : m.board_layer_trunk(),
    input: [],
    output: [dimensions],
    parameters: tail ? trainedBy(tail) : 0,
  };
  const normalised: Layer = {
    name: m.board_layer_normalise(),
    input: [dimensions],
    output: [dimensions],
    parameters: 0,
  };
  const layers = head.layers.map(({ weights, bias, activation }, i): Layer => ({
    name: m.board_layer_head({ number: i + 1 }),
    input: [weights.rows],
    output: [weights.columns],
    parameters: weights.data.length + bias.length,
    ...(activation !== 'none' && { activation }),
  }));
  const neighbours: Layer[] = head.neighbours
    ? [
        {
          name: m.board_layer_neighbours({ k: head.neighbours.k }),
          input: [dimensions],
          output: [head.classes.length],
          parameters: head.neighbours.vectors.data.length,
        },
      ]
    : [];
  const softmax: Layer = {
    name: 'softmax',
    input: [head.classes.length],
    output: [head.classes.length],
    parameters: 0,
  };
  return [trunk, normalised, ...layers, ...neighbours, softmax];
}

/** Numbers that the run moved below its head. */
function trainedBy(tail: NonNullable<Answerer['tail']>): number {
  switch (tail.kind) {
    case 'fine-tune':
    case 'cnn':
      return tail.weights.reduce((sum, { values }) => sum + values.length, 0);
    case 'text-model':
      return tail.weights.byteLength / Float32Array.BYTES_PER_ELEMENT;
    case 'bag-of-words':
      return tail.bag.rarity.length;
  }
}

export interface SamplePoints extends Points {
  /** For each vector the sample that it is of. */
  readonly sampleIds: readonly string[];
  readonly rows: readonly ClassRow[];
}

/** The cached embeddings of a project's samples, own pictures only; undefined where there are none. */
export async function pointsOfTeach(
  { project }: TeachRun,
  most: number,
): Promise<SamplePoints | undefined> {
  const [{ classes, samples }, embeddings] = await Promise.all([
    readProject(project.id),
    readEmbeddings(project.id, project.trunk, ''),
  ]);
  const rows = classes.filter(({ trashedAt }) => trashedAt === undefined);
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const dimensions = embeddings[0]?.dimensions ?? 0;
  const found = embeddings.flatMap((row) => {
    const sample = byId.get(row.sampleId);
    const label = rows.findIndex(({ id }) => id === sample?.classId);
    const isThere = sample && sample.trashedAt === undefined && label >= 0;
    return isThere && row.dimensions === dimensions ? [{ row, sample, label }] : [];
  });
  if (found.length === 0) return undefined;
  const every = Math.ceil(found.length / most);
  const some = found.filter((_, i) => i % every === 0);
  const vectors = new Float32Array(some.length * dimensions);
  some.forEach(({ row }, i) =>
    vectors.set(
      decodeHalves(row.vectors.buffer, row.vectors.byteOffset / 2, dimensions),
      i * dimensions,
    ),
  );
  return {
    dimensions,
    vectors,
    labels: some.map(({ label }) => label),
    classes: rows.map(({ name }) => name),
    names: some.map(({ sample }) => sample.text ?? sample.fileName ?? ''),
    sampleIds: some.map(({ sample }) => sample.id),
    rows,
  };
}

export const pictureOfSample = readPicture;
