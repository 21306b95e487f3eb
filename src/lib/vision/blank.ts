import { tensor, type Rank } from '@tensorflow/tfjs-core';
import type { Blank } from './warm-up.ts';

/** What takes as long to look at as any picture. */
export const blank: Blank = (inputs) =>
  inputs.map(({ size }) => tensor<Rank.R4>(new Float32Array(size * size * 3), [1, size, size, 3]));
