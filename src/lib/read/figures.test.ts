import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { readerIds } from './readers.ts';

const models = join(import.meta.dirname, '..', '..', '..', 'models');

it.each(readerIds)('%s: the page says what the card says', (reader) => {
  const file = join(models, reader, 'card.md');
  const { measured, labels } = figuresOf[reader];
  if (!existsSync(file)) return expect(measured).toEqual([]);
  const card = readFileSync(file, 'utf8');
  expect(measured).not.toEqual([]);
  for (const { share } of measured) {
    const written = [`${(share * 100).toFixed(1)} %`, share.toFixed(2)];
    expect(
      written.some((figure) => card.includes(figure)),
      written.join(' or '),
    ).toBe(true);
  }
  expect(labels.length).toBeGreaterThan(1);
});
