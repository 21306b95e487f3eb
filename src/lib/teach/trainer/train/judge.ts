/** What a trained head answers to samples, and how well. Pure. */
import type { Matrix } from '../../heads/head.ts';
import { argMax, rowOf, softmax } from '../../heads/matrix.ts';
import type { Judgement } from '../protocol.ts';
import { rowsOf, type Dataset } from './dataset.ts';

/** Of every sample that was held out. @param logits one row for each sample of the dataset */
export function judgementsOf(dataset: Dataset, logits: Matrix, temperature: number): Judgement[] {
  return (['validation', 'test'] as const).flatMap((part) =>
    Array.from(rowsOf(dataset, part), (row): Judgement => {
      const own = rowOf(logits, row).slice();
      softmax(own, temperature);
      const best = argMax(own);
      return {
        sampleId: dataset.samples[row]!.id,
        part,
        truth: dataset.samples[row]!.classId,
        answer: dataset.classes[best] ?? '',
        score: own[best] ?? 0,
      };
    }),
  );
}
