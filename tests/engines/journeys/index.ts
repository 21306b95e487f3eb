import type { Visit } from '../visit.ts';
import { seeLive, seePhoto } from './see.ts';

export type Journey = (visit: Visit) => Promise<void>;

/** In this order, each going on with the browser as the one before left it. */
export const journeys: Readonly<Record<string, Journey>> = {
  'See, live': seeLive,
  'See, photos': seePhoto,
};
