/** What one run learns from: the embedded samples of the answer classes, divided by burst. Pure. */
import { FailureError } from '#lib/failure/failure.ts';
import type { Examples, Matrix } from '../../heads/head.ts';
import { takeRows } from '../../heads/matrix.ts';
import { splitByBurst, type Part } from '../../score/split.ts';
import type { Gallery } from '../gallery.ts';
import { answerIds } from '../answer-ids.ts';
import type { FollowedClass, LabelledSample, TrainSettings } from '../protocol.ts';

export interface Dataset {
  /** Answer classes that have samples to train on, in the project's order. */
  readonly classes: readonly string[];
  /** By id: the order in which samples arrived must not matter. */
  readonly samples: readonly LabelledSample[];
  readonly labels: Int32Array<ArrayBuffer>;
  readonly parts: readonly Part[];
  /** One row for each of `samples`. */
  readonly vectors: Matrix;
  /** Of the classes that only teach what to reject. */
  readonly strangers: Matrix;
}

/**
 * @param all samples of the gallery, in its order; a burst is never divided
 * @throws FailureError `too-few-classes` when fewer than two have something to train on
 */
export function datasetOf(
  gallery: Gallery,
  all: readonly LabelledSample[],
  classes: readonly FollowedClass[],
  { validation, seed }: Pick<TrainSettings, 'validation' | 'seed'>,
): Dataset {
  const answers = new Set(answerIds(classes));
  const labelled = all.filter(({ classId }) => answers.has(classId));
  const parts = splitByBurst(labelled, validation, seed);
  const trained = new Set(labelled.filter((_, i) => parts[i] === 'train').map((s) => s.classId));
  const present = answerIds(classes).filter((id) => trained.has(id));
  if (present.length < 2) throw new FailureError('too-few-classes', `${present.length}`);
  const kept = labelled.map(({ classId }) => trained.has(classId));
  const samples = labelled.filter((_, i) => kept[i]);
  const strange = all.filter(({ classId }) => !answers.has(classId));
  return {
    classes: present,
    samples,
    labels: Int32Array.from(samples, ({ classId }) => present.indexOf(classId)),
    parts: parts.filter((_, i) => kept[i]),
    vectors: matrixOf(gallery, samples),
    strangers: matrixOf(gallery, strange),
  };
}

function matrixOf(gallery: Gallery, samples: readonly LabelledSample[]): Matrix {
  return {
    rows: samples.length,
    columns: gallery.dimensions,
    data: gallery.matrix(samples),
  };
}

/** Indices of the samples of one part. */
export function rowsOf({ parts }: Dataset, part: Part): Int32Array<ArrayBuffer> {
  return Int32Array.from(parts.flatMap((own, i) => (own === part ? [i] : [])));
}

/** Labelled rows of one part, as they are. */
export function examplesOf(dataset: Dataset, part: Part): Examples {
  const rows = rowsOf(dataset, part);
  return {
    vectors: takeRows(dataset.vectors, rows),
    labels: rows.map((row) => dataset.labels[row]!),
    classCount: dataset.classes.length,
  };
}

/**
 * What is trained on: the samples of the part `train`, and after them their augmented copies.
 * @param copies rows of the copies of a sample, after each other; undefined where there are none.
 */
export function trainingExamples(
  dataset: Dataset,
  copies: (sampleId: string) => Float32Array | undefined,
): Examples {
  const own = examplesOf(dataset, 'train');
  const { columns } = own.vectors;
  const extra: { row: Float32Array; label: number }[] = [];
  for (const i of rowsOf(dataset, 'train')) {
    const rows = copies(dataset.samples[i]!.id) ?? new Float32Array(0);
    for (let at = 0; at < rows.length; at += columns) {
      extra.push({ row: rows.subarray(at, at + columns), label: dataset.labels[i]! });
    }
  }
  const data = new Float32Array(own.vectors.data.length + extra.length * columns);
  data.set(own.vectors.data);
  extra.forEach(({ row }, i) => data.set(row, own.vectors.data.length + i * columns));
  const labels = Int32Array.from([...own.labels, ...extra.map(({ label }) => label)]);
  const vectors = { rows: labels.length, columns, data };
  return { vectors, labels, classCount: own.classCount };
}
