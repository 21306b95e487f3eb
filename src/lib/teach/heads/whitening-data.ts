/** Written by `npm run eval:fewshot -- --write`; see docs/decisions/0006. */
export const dimensions = 0;
export const excess: readonly number[] = [];
export const directions = '';
