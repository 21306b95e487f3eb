/** Read: one text, one more character, growth, and a training step. */
import type { Section } from '../section.ts';
import { inferenceTables } from './inference.ts';
import { keystrokes } from './keystrokes.ts';
import { trainingTables } from './training.ts';

export const text: Section = {
  name: 'text',
  async run(bench) {
    return [
      ...(await inferenceTables(bench)),
      ...(await trainingTables(bench)),
      await keystrokes(),
    ];
  },
};
