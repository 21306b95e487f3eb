import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { placeSamples } from './place-samples.ts';
import { openSampleZip, readSampleZip } from './read-sample-zip.ts';

const place = (names: string[], zip = 'pets.zip') =>
  placeSamples(
    names.map((name) => ({ name })),
    zip,
  ).map(({ className, fileName }) => `${className}: ${fileName}`);

describe('placeSamples', () => {
  it('takes a folder for each class, whatever lies around them', () => {
    const folders = ['cat/1.jpg', 'dog/2.PNG', 'dog/puppies/3.webp'];
    const expected = ['cat: 1.jpg', 'dog: 2.PNG', 'dog: 3.webp'];
    expect(place(folders)).toEqual(expected);
    expect(place(folders.map((name) => `data/train/${name}`))).toEqual(expected);
  });

  it('leaves out what is no picture and what systems add', () => {
    expect(
      place(['cat/1.jpg', '__MACOSX/cat/._1.jpg', 'cat/.DS_Store', 'dog/Thumbs.db', 'dog/2.jpg']),
    ).toEqual(['cat: 1.jpg', 'dog: 2.jpg']);
  });

  it('names the class after the one folder, or after the zip', () => {
    expect(place(['cat/1.jpg', 'cat/2.jpg'])).toEqual(['cat: 1.jpg', 'cat: 2.jpg']);
    expect(place(['0.jpg', '1.jpg'], 'Class 1-samples.zip')).toEqual([
      'Class 1: 0.jpg',
      'Class 1: 1.jpg',
    ]);
  });
});

describe('openSampleZip', () => {
  it('counts first, then hands the pictures over', async () => {
    const bytes = zipSync({ 'a/1.jpg': Uint8Array.of(1), 'b/2.png': Uint8Array.of(2, 3) });
    const file = new File([new Uint8Array(bytes)], 'x.zip');
    const zip = await openSampleZip(file, file.name);
    expect([...zip.classes]).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
    const read = [];
    for await (const { className, blob } of readSampleZip(file)) {
      read.push([className, blob.type, blob.size]);
    }
    expect(read).toEqual([
      ['a', 'image/jpeg', 1],
      ['b', 'image/png', 2],
    ]);
  });

  it('says that a zip without pictures has none', async () => {
    const file = new Blob([new Uint8Array(zipSync({ 'a.txt': Uint8Array.of(1) }))]);
    await expect(openSampleZip(file, 'a.zip')).rejects.toMatchObject({
      failure: { code: 'archive-unknown' },
    });
  });
});
