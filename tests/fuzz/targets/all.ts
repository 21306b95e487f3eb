/** Everything that comes from outside and can be taken in without a browser. */
import type { Target } from '../target.ts';
import { codes, expressions, labAddresses, otherWords } from './addresses.ts';
import { broughtModels, ownGraphs, ownTexts, packs } from './models.ts';
import { broughtHome, projectFiles, sampleZips } from './projects.ts';
import { dataSets, runFiles, tables } from './tables.ts';

export const targets: readonly Target[] = [
  ...[projectFiles, sampleZips, broughtHome],
  ...[broughtModels, packs, ownGraphs, ownTexts],
  ...[tables, runFiles, dataSets],
  ...[labAddresses, otherWords, expressions, codes],
];
