/** What a trained head answers to samples, and how well. Pure. */
import type { Head, Matrix } from '../../heads/head.ts';
import { argMax, rowOf, takeRows } from '../../heads/matrix.ts';
import { scoresOf } from '../../heads/predict.ts';
import type { Judgement } from '../protocol.ts';
import { rowsOf, type Dataset } from './dataset.ts';

/** Of every sample that was held out. @param vectors one row for each sample of the dataset. */
export function judgementsOf(
  head: Head,
  dataset: Dataset,
  vectors: Matrix = dataset.vectors,
): Judgement[] {
  return (['validation', 'test'] as const).flatMap((part) => {
    const rows = rowsOf(dataset, part);
    const scores = scoresOf(head, takeRows(vectors, rows));
    return Array.from(rows, (row, i): Judgement => {
      const own = rowOf(scores, i);
      const best = argMax(own);
      return {
        sampleId: dataset.samples[row]!.id,
        part,
        truth: dataset.samples[row]!.classId,
        answer: dataset.classes[best] ?? '',
        score: own[best] ?? 0,
      };
    });
  });
}
