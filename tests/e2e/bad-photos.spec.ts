/** Every picture that goes wrong gets its sentence, and the next good one is answered. */
import { readFileSync } from 'node:fs';
import type { FailureCode } from '../../src/lib/failure/failure.ts';
import * as bad from './support/bad-photos.ts';
import { photoPath } from './support/camera-file.ts';
import { expect, test } from './support/test.ts';
import { languages } from './support/words.ts';

const cup = {
  name: 'cup.jpg',
  mimeType: 'image/jpeg',
  buffer: readFileSync(photoPath('cup')),
};

for (const language of languages) {
  test(`unreadable photos, in ${language}`, async ({ see }) => {
    const refused: [bad.Upload, FailureCode][] = [
      [await bad.onePixel(), 'image-too-small'],
      [bad.heicPhoto(), 'image-unsupported'],
      [bad.textFile(), 'image-unreadable'],
      [bad.truncatedJpeg(), 'image-truncated'],
    ];
    await see.open(`?backend=wasm&lang=${language}`);
    await see.expectTop('cat');
    for (const [upload, code] of refused) {
      await see.photoInput.setInputFiles(upload);
      await see.expectFailure(code, language);
    }
    await see.photoInput.setInputFiles(cup);
    await see.expectTop('cup');
  });
}

test('a photo of 60 megapixels is answered', async ({ see }) => {
  await see.open('?backend=wasm');
  await see.photoInput.setInputFiles(cup);
  await see.expectTop('cup');
  await see.photoInput.setInputFiles(await bad.hugePhoto());
  await see.expectTop('cat');
});

test('of an animated GIF the first frame counts', async ({ see }) => {
  await see.open('?backend=wasm');
  await see.photoInput.setInputFiles(cup);
  await see.expectTop('cup');
  await see.photoInput.setInputFiles(await bad.animatedGif());
  await see.expectTop('cat');
});

test('an SVG never runs and never fetches', async ({ page, see }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await see.open('?backend=wasm');
  await see.expectTop('cat');
  await see.photoInput.setInputFiles(bad.scriptedSvg('/beacon'));
  await see.photoInput.setInputFiles(cup);
  await see.expectTop('cup');
  expect(asked).not.toContain('/beacon');
});
