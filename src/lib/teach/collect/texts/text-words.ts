/** What is said of texts, in the visitor's language. */
import { formatCount } from '#lib/i18n/format.ts';
import { m } from '#paraglide/messages.js';
import type { TextAdvice } from './text-coach.ts';

export const addedTextsWords = (count: number, name: string): string =>
  count === 1 ? m.text_added_one({ name }) : m.text_added({ count: formatCount(count), name });

export const thereWords = (count: number): string =>
  count === 1 ? m.text_there_one() : m.text_there({ count: formatCount(count) });

export function tooLongWords(count: number, most: number): string {
  return count === 1
    ? m.text_too_long_one({ most: formatCount(most) })
    : m.text_too_long({ count: formatCount(count), most: formatCount(most) });
}

/** An empty class has words of its own. */
export function textAdviceWords(advice: TextAdvice): string | undefined {
  switch (advice.kind) {
    case 'empty':
      return undefined;
    case 'few':
      return advice.missing === 1
        ? m.teach_class_say_few_one()
        : m.teach_class_say_few({ count: advice.missing });
    case 'fewer':
      return m.teach_class_say_fewer({ times: formatCount(advice.times) });
    case 'elsewhere':
      return advice.count === 1
        ? m.text_say_elsewhere_one()
        : m.text_say_elsewhere({ count: formatCount(advice.count) });
    case 'twins':
      return m.text_say_twins({ count: formatCount(advice.count) });
    case 'short':
      return m.text_say_short();
  }
}
