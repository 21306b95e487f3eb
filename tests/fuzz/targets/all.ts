import type { Target } from '../target.ts';
import { broughtHome, projectFiles, sampleZips } from './projects.ts';

export const targets: readonly Target[] = [projectFiles, sampleZips, broughtHome];
