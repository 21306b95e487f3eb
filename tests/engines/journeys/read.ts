/** Read: typed key by key, the language is named and follows. */
import { testId, type Visit } from '../visit.ts';

const top = `${testId('predictions')} > *`;

export async function readLanguage(visit: Visit): Promise<void> {
  await visit.open('/read?model=language&lang=en');
  await visit.untilAttribute(testId('runtime'), 'data-backend', /./);
  for (const [label, text] of [
    ['en', 'Where have you been all this time?'],
    ['pt', 'O gato dorme na cadeira perto da janela.'],
  ] as const) {
    await visit.fill(testId('text-input'), text);
    await visit.untilAttribute(top, 'data-label', new RegExp(`^${label}$`));
  }
}
