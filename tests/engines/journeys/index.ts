import type { Visit } from '../visit.ts';
import { everyLab, perceptron } from './labs.ts';
import { offline } from './offline.ts';
import { readLanguage } from './read.ts';
import { seeLive, seePhoto } from './see.ts';
import { teachPhotos } from './teach.ts';

export type Journey = (visit: Visit) => Promise<void>;

/** In this order, each going on with the browser as the one before left it. */
export const journeys: Readonly<Record<string, Journey>> = {
  'See, live': seeLive,
  'See, photos': seePhoto,
  'Read, a language while it is typed': readLanguage,
  'Teach, from photos to a score': teachPhotos,
  'Learn, a task of the perceptron': perceptron,
  'Learn, every lab': everyLab,
  'Offline, every door': offline,
};
