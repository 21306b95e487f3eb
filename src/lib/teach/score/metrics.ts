/** How well answers fit the truth. Pure counting; classes are indices. */

export interface ClassMetrics {
  /** Right among those answered so; NaN where nothing was. */
  readonly precision: number;
  /** Right among those that are so; NaN where none is. */
  readonly recall: number;
  /** 2·right ÷ (answered + true); NaN where both are none. */
  readonly f1: number;
  /** Samples that truly are of the class. */
  readonly support: number;
}

export interface Metrics {
  readonly total: number;
  /** 0..1; NaN without samples. */
  readonly accuracy: number;
  readonly perClass: readonly ClassMetrics[];
  /** Means over the classes for which they are defined. */
  readonly macro: Pick<ClassMetrics, 'precision' | 'recall' | 'f1'>;
}

/** Row-major counts [truth, answer], `classCount` each way. */
export function confusionMatrix(
  truths: ArrayLike<number>,
  answers: ArrayLike<number>,
  classCount: number,
): Int32Array<ArrayBuffer> {
  const counts = new Int32Array(classCount * classCount);
  for (let i = 0; i < truths.length; i++) counts[truths[i]! * classCount + answers[i]!]! += 1;
  return counts;
}

export function metricsOf(confusion: ArrayLike<number>, classCount: number): Metrics {
  let total = 0;
  let right = 0;
  const perClass: ClassMetrics[] = [];
  for (let k = 0; k < classCount; k++) {
    let support = 0;
    let answered = 0;
    for (let other = 0; other < classCount; other++) {
      support += confusion[k * classCount + other]!;
      answered += confusion[other * classCount + k]!;
    }
    const hits = confusion[k * classCount + k]!;
    total += support;
    right += hits;
    perClass.push({
      precision: hits / answered,
      recall: hits / support,
      f1: (2 * hits) / (answered + support),
      support,
    });
  }
  const macro = (of: 'precision' | 'recall' | 'f1') => {
    const defined = perClass.map((one) => one[of]).filter((value) => !Number.isNaN(value));
    return defined.reduce((sum, value) => sum + value, 0) / defined.length;
  };
  return {
    total,
    accuracy: right / total,
    perClass,
    macro: { precision: macro('precision'), recall: macro('recall'), f1: macro('f1') },
  };
}
