/** The figures of the readers' cards (`models/<id>/card.md`), on texts that none of them had seen. */
import { m } from '#paraglide/messages.js';
import emotionLabels from '../../../models/emotion/labels.json';
import sentimentLabels from '../../../models/sentiment/labels.json';
import type { ReaderId } from './readers.ts';

export interface Figures {
  readonly measured: readonly { readonly what: () => string; readonly share: number }[];
  readonly labels: readonly string[];
}

export const figuresOf: Record<ReaderId, Figures> = {
  language: { measured: [], labels: [] },
  emotion: {
    measured: [{ what: m.read_figure_macro_f1, share: 0.58 }],
    labels: emotionLabels,
  },
  sentiment: {
    measured: [{ what: m.read_figure_reviews, share: 0.801 }],
    labels: sentimentLabels,
  },
  spam: { measured: [], labels: ['ham', 'spam'] },
};
