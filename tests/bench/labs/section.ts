/** Learn: an epoch beside tf.layers, a run of the lab, and how soon each lab stands. */
import type { Section } from '../section.ts';
import { fashionTables } from './fashion.ts';
import { opening } from './opening.ts';

export const labs: Section = {
  name: 'labs',
  async run(bench) {
    return [await opening(bench), ...(await fashionTables(bench))];
  },
};
