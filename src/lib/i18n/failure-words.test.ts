import { beforeAll, expect, test } from 'vitest';
import { failureCodes } from '#lib/failure/failure.ts';
import { failureCatalogue } from './failure-catalogue.svelte.ts';
import { failureWords } from './failure-words.ts';

beforeAll(() => failureCatalogue.load());

test.each(failureCodes)('%s has a sentence and a next step', (code) => {
  const { title, next } = failureWords({ code });
  expect(title).toMatch(/^\p{Lu}.*\.$/u);
  expect(next).toMatch(/^\p{Lu}.*\.$/u);
});
