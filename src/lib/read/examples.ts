/** Sentences to tap where nothing is typed yet, written for this page. The words are the same in every language of the app. */
import type { ReaderId } from './readers.ts';

export interface Example {
  /** BCP 47, for the browser's own voice and fonts. */
  readonly lang: string;
  readonly text: string;
}

const english = (...texts: string[]): readonly Example[] =>
  texts.map((text) => ({ lang: 'en', text }));

export const examples: Record<ReaderId, readonly Example[]> = {
  language: [
    { lang: 'en', text: 'The kettle is singing in the kitchen.' },
    { lang: 'pt', text: 'Amanhã cedo a gente vai à praia.' },
    { lang: 'es', text: 'Mañana llegan mis abuelos del pueblo.' },
    { lang: 'fr', text: 'Le facteur a laissé une lettre chez nous.' },
    { lang: 'de', text: 'Heute Abend koche ich eine Suppe.' },
    { lang: 'it', text: 'Ho perso le chiavi della bicicletta.' },
  ],
  emotion: english(
    'You got the job? I am so happy for you!',
    'He broke it again and did not even say sorry.',
    'I miss the house we used to live in.',
    'There is someone in the garden, please hurry.',
    'Wait, you are telling me it was you all along?',
  ),
  sentiment: english(
    'A warm, funny film with a wonderful cast.',
    'Two hours of my life that I will never get back.',
    'The plot is thin, but the pictures are a delight.',
  ),
  spam: english(
    'WINNER! Claim your free prize now, text YES to 80800',
    'Running late, start without me. See you at eight',
    'Your account is suspended. Call 0900 123 456 today',
  ),
};
