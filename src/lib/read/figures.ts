/** The figures of the readers' cards (`models/<id>/card.md`), on texts that none of them had seen. */
import { m } from '#paraglide/messages.js';
import emotionLabels from '../../../models/emotion/labels.json';
import languageLabels from '../../../models/language/labels.json';
import sentimentLabels from '../../../models/sentiment/labels.json';
import spamLabels from '../../../models/spam/labels.json';
import type { ReaderId } from './readers.ts';

export interface Figures {
  readonly measured: readonly { readonly what: () => string; readonly share: number }[];
  readonly labels: readonly string[];
}

export const figuresOf: Record<ReaderId, Figures> = {
  language: {
    measured: [
      { what: m.read_figure_five_words, share: 0.992 },
      { what: m.read_figure_single_words, share: 0.91 },
    ],
    labels: languageLabels,
  },
  emotion: {
    measured: [
      { what: m.read_figure_one_emotion, share: 0.675 },
      { what: m.read_figure_macro_f1, share: 0.61 },
    ],
    labels: emotionLabels,
  },
  sentiment: {
    measured: [{ what: m.read_figure_reviews, share: 0.801 }],
    labels: sentimentLabels,
  },
  spam: {
    measured: [{ what: m.read_figure_messages, share: 0.989 }],
    labels: spamLabels,
  },
};
