/**
 * Temperatures of heads that nothing has calibrated yet: medians of what minimises the loss of
 * unseen photos over the splits of `npm run eval:fewshot` (docs/decisions/0006).
 */
export const temperatures = { means: 0.1, ridge: 0.1, knn: 1, lda: 1 } as const;
