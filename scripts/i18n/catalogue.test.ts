import { expect, test } from 'vitest';
import { checkArea, checkCatalogue } from './catalogue.ts';

test('the catalogue of the app is complete', () => {
  expect(
    checkCatalogue('src/lib/i18n/messages', 'src/lib/i18n/project.inlang/settings.json'),
  ).toEqual([]);
});

test('the same keys and inputs in every language are a good area', () => {
  const plural = (one: string, other: string) => [
    {
      declarations: ['input count', 'local n = count: plural'],
      match: { 'n=one': one, 'n=other': other },
    },
  ];
  expect(
    checkArea('see', {
      en: { see_go: 'Go {place}', see_cats: plural('{count} cat', '{count} cats') },
      'pt-BR': { see_go: 'Vá {place}', see_cats: plural('{count} gato', '{count} gatos') },
    }),
  ).toEqual([]);
});

test.each([
  ['missing', {}, 'see: see_go is missing in pt-BR'],
  ['empty', { see_go: ' ' }, 'see: see_go is empty in pt-BR'],
  ['other inputs', { see_go: 'Vá' }, 'see: see_go takes different inputs: en (place) and pt-BR ()'],
  ['extra', { see_go: 'Vá {place}', see_x: 'x' }, 'see: see_x is missing in en'],
])('tells what is %s', (_name, portuguese, problem) => {
  expect(checkArea('see', { en: { see_go: 'Go {place}' }, 'pt-BR': portuguese })).toEqual([
    problem,
  ]);
});

test('tells a key outside its area', () => {
  expect(checkArea('see', { en: { go: 'Go' }, 'pt-BR': { go: 'Vá' } })).toEqual([
    'see: go does not begin with "see_"',
  ]);
});
