/** What the coach says, in the visitor's language. */
import { formatCount } from '#lib/i18n/format.ts';
import { m } from '#paraglide/messages.js';
import type { ClassAdvice, FrameAdvice } from './coach.ts';

export const frameAdviceWords: Record<FrameAdvice, () => string> = {
  dark: m.teach_say_dark,
  bright: m.teach_say_bright,
  blurred: m.teach_say_blurred,
  alike: m.teach_say_alike,
};

/** An empty class has a picture of its own and needs no words here. */
export function classAdviceWords(advice: ClassAdvice): string | undefined {
  switch (advice.kind) {
    case 'empty':
      return undefined;
    case 'few':
      return advice.missing === 1
        ? m.teach_class_say_few_one()
        : m.teach_class_say_few({ count: advice.missing });
    case 'fewer':
      return m.teach_class_say_fewer({ times: formatCount(advice.times) });
    case 'one-burst':
      return m.teach_class_say_one_burst();
    case 'dark':
      return m.teach_class_say_dark();
    case 'bright':
      return m.teach_class_say_bright();
    case 'blurred':
      return m.teach_class_say_blurred();
    case 'alike':
      return m.teach_class_say_alike();
  }
}
