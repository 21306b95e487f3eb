/** The theme's colour for each tone of line. */
import type { LineTone } from './axes.ts';

export const lineColours: Record<LineTone, string> = {
  signal: 'var(--signal)',
  ink: 'var(--ink)',
  accent: 'var(--accent-text)',
  soft: 'var(--line-strong)',
  danger: 'var(--danger)',
};
