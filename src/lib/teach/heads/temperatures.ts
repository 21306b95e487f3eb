/**
 * Temperatures of heads that nothing has calibrated yet: medians of what minimises the loss of
 * unseen photos over the splits of `npm run eval:fewshot` (docs/decisions/0008).
 */
export const temperatures = { means: 0.045, ridge: 0.035, knn: 2, lda: 1.7 } as const;

/** The same of embeddings that nothing whitens: of trunks whose whitening nobody has learnt. */
export const plainTemperatures = { means: 0.1, ridge: 0.045, knn: 2, lda: 1.2 } as const;

/** The same of heads that follow the samples: their LDA is shrunk otherwise and surer where it is right. */
export const instantTemperatures = { ...temperatures, lda: 1.1 } as const;
