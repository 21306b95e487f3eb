/** Whole files of every kind, as the app writes them: what is mutated. */
import { zipSync } from 'fflate';
import type { ProjectFileRows } from '../../src/lib/teach/archive/project/project-schema.ts';
import { writeProject } from '../../src/lib/teach/archive/project/write-project.ts';
import { matrixFrom } from '../../src/lib/teach/heads/matrix.ts';
import { fitFamiliarity } from '../../src/lib/teach/score/open-set.ts';
import { fitWriting } from '../../src/lib/teach/score/writing.ts';
import type { Checkpoint } from '../../src/lib/teach/trainer/checkpoint.ts';
import type { Answerer, RunReport } from '../../src/lib/teach/trainer/protocol.ts';
import { learnBag } from '../../src/lib/teach/trainer/text/bag.ts';
import type { RunRow, SampleData, SampleRow } from '../../src/lib/storage/project-rows.ts';
import { DEFAULT_TRUNK } from '../../src/lib/vision/trunks.ts';
import { textTrunk } from '../../src/lib/text/trunks.ts';
import { tinyTextData, tinyWords } from '../support/tiny-text-model.ts';
import type { Bytes } from './mutate/bytes.ts';
import { encoded } from './mutate/json.ts';

const at = new Date('2026-01-02T03:04:05Z');
const projectId = 'p';

export async function bytesOf(blob: Blob): Promise<Bytes> {
  return new Uint8Array(await blob.arrayBuffer());
}

const headOf = (dimensions: number, classes: readonly string[]): Answerer['head'] => ({
  method: 'linear',
  classes,
  dimensions,
  normalisation: {
    mean: new Float32Array(dimensions),
    scale: new Float32Array(dimensions).fill(1),
    unitLength: true,
  },
  temperature: 0.5,
  layers: [
    {
      weights: {
        rows: dimensions,
        columns: 2,
        data: Float32Array.from({ length: 2 * dimensions }, (_, i) => (i % 5) - 2),
      },
      bias: Float32Array.of(0, 1),
      activation: 'none',
    },
  ],
});

const familiarityOf = (dimensions: number, classes: readonly string[]) =>
  fitFamiliarity(
    {
      vectors: matrixFrom(
        [0, 1, 2, 3].map((i) =>
          Float32Array.from({ length: dimensions }, (_, j) => ((i * j) % 7) - 3),
        ),
        dimensions,
      ),
      labels: Int32Array.of(0, 0, 1, 1),
    },
    ['1', '2', '3', '4'],
    classes,
  );

const run = (id: string, more: Partial<RunRow> = {}): RunRow => ({
  id,
  projectId,
  name: `Run ${id}`,
  startedAt: 1_700_000_000_000,
  endedAt: 1_700_000_001_000,
  state: 'done',
  settings: { method: 'linear', epochs: 10, seed: 1 },
  curve: [1, 2, 3].map((epoch) => ({
    epoch,
    loss: 1 / epoch,
    accuracy: 0.5,
    validationLoss: Number.NaN,
    validationAccuracy: 0.5,
  })),
  report: {
    classes: ['a', 'b'],
    judgements: [
      { sampleId: 's0', part: 'validation', truth: 'a', answer: 'a', score: 0.9 },
      { sampleId: 's1', part: 'test', truth: 'b', answer: 'a', score: 0.6 },
    ],
    calibrationBefore: 0.1,
    calibrationAfter: 0.05,
    bestEpoch: 2,
    stopped: 'early',
    fitMs: 12,
    embedMs: 34,
  } satisfies RunReport as unknown as Record<string, unknown>,
  epoch: 2,
  ...more,
});

const classes = ['a', 'b'].map((id, order) => ({
  id,
  projectId,
  name: `Class ${id}`,
  colour: order,
  order,
  role: 'answer' as const,
}));

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function written(
  rows: ProjectFileRows,
  data: readonly SampleData[],
  answerers: readonly Answerer[],
) {
  const heads = rows.runs.map(({ id }, i) => {
    const head: Checkpoint = { answerer: answerers[i]! };
    return { projectId, runId: id, epoch: 2, head };
  });
  return writeProject({ rows, data: each(data), checkpoints: each(heads) }, { at });
}

export function pictureProject(): Promise<Blob> {
  const samples = Array.from({ length: 4 }, (_, i): SampleRow => ({
    id: `s${i}`,
    projectId,
    classId: i % 2 ? 'b' : 'a',
    burst: `burst ${i >> 1}`,
    takenAt: 1_700_000_000_000 + i,
    origin: 'camera',
    width: 4,
    height: 3,
    hash: '0123456789abcdef',
    quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
    part: 'auto',
  }));
  const data = samples.map(({ id }): SampleData => ({
    id,
    projectId,
    picture: new Blob([`picture of ${id}`], { type: 'image/jpeg' }),
    thumbnail: new Blob([`thumbnail of ${id}`], { type: 'image/jpeg' }),
  }));
  const dimensions = 12;
  const answerers: Answerer[] = [
    { head: headOf(dimensions, ['a', 'b']), familiarity: familiarityOf(dimensions, ['a', 'b']) },
    {
      head: {
        ...headOf(dimensions, ['a', 'b']),
        method: 'knn',
        layers: [],
        neighbours: {
          vectors: matrixFrom(
            [new Float32Array(dimensions), new Float32Array(dimensions).fill(1)],
            dimensions,
          ),
          labels: Int32Array.of(0, 1),
          k: 1,
        },
      },
      trunk: DEFAULT_TRUNK,
    },
  ];
  const project = {
    id: projectId,
    kind: 'image',
    name: 'Pets <b>',
    createdAt: 1,
    trunk: DEFAULT_TRUNK,
    liveRun: 'r1',
    caution: 0.5,
    settings: { method: 'linear' },
  } as const;
  return written({ project, classes, samples, runs: [run('r1'), run('r2')] }, data, answerers);
}

const data = tinyTextData({ pooling: 'mean-max', units: tinyWords, change: { labels: [] } });

/** What answers in a project of texts, in each of the ways. */
export const textAnswerers: readonly Answerer[] = [
  {
    head: headOf(3, ['a', 'b']),
    tail: { kind: 'bag-of-words', bag: learnBag(['good film', 'bad film'], false) },
  },
  {
    head: headOf(3, ['a', 'b']),
    tail: { kind: 'text-model', file: data.file, weights: data.bytes },
    familiarity: familiarityOf(3, ['a', 'b']),
    writing: fitWriting(['good film', 'bad film'], new Set()),
  },
];

export function textProject(): Promise<Blob> {
  const samples = ['good film', 'bad film', '<b>x</b>', 'é\n😀'].map((text, i): SampleRow => ({
    id: `t${i}`,
    projectId,
    classId: i % 2 ? 'b' : 'a',
    burst: `t${i}`,
    takenAt: 1_700_000_000_000 + i,
    origin: 'typed',
    text,
    part: 'auto',
  }));
  const project = {
    id: projectId,
    kind: 'text',
    name: 'Films',
    createdAt: 1,
    trunk: textTrunk.id,
    liveRun: 'r1',
  } as const;
  const runs = [run('r1'), run('r2')];
  return written({ project, classes, samples, runs }, [], textAnswerers);
}

export const zipped = (files: Readonly<Record<string, string>>): Bytes =>
  zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, encoded(text)])), {
    mtime: at,
  }) as Bytes;

export const sampleZip = (): Bytes =>
  zipped({ 'pets/cat/1.jpg': 'cat', 'pets/cat/2.png': 'cat 2', 'pets/dog/3.webp': 'dog' });

export const textZip = (): Bytes =>
  zipped({ 'mail/praise/1.txt': 'Good!', 'mail/praise/2.txt': 'Great', 'mail/blame/3.md': 'Bad' });
