/** The theme's colour for each tone of line. */
import type { LineTone } from './axes.ts';

export const lineColours: Record<LineTone, string> = {
  signal: 'var(--signal)',
  ink: 'var(--ink)',
  accent: 'var(--accent-text)',
  soft: 'var(--line-strong)',
  danger: 'var(--danger)',
  'class-1': 'var(--class-1)',
  'class-2': 'var(--class-2)',
  'class-3': 'var(--class-3)',
  'class-4': 'var(--class-4)',
  'class-5': 'var(--class-5)',
  'class-6': 'var(--class-6)',
  'class-7': 'var(--class-7)',
  'class-8': 'var(--class-8)',
};
