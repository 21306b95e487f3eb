/** The figures of the readers' cards (`models/<id>/card.md`), on texts that none of them had seen. */
import { m } from '#paraglide/messages.js';
import type { ReaderId } from './readers.ts';

export interface Figures {
  readonly measured: readonly { readonly what: () => string; readonly share: number }[];
  readonly labels: readonly string[];
}

export const figuresOf: Record<ReaderId, Figures> = {
  language: { measured: [], labels: [] },
  emotion: { measured: [], labels: [] },
  sentiment: { measured: [], labels: [] },
  spam: { measured: [], labels: [] },
};
void m;
