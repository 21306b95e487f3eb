/**
 * Temperatures of heads that nothing has calibrated yet: medians of what minimises the loss of
 * unseen photos over the splits of `npm run eval:fewshot` (docs/decisions/0008).
 */
export const temperatures = { means: 0.045, ridge: 0.035, knn: 2, lda: 1.7 } as const;
