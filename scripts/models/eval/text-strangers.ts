/**
 * `npm run eval:text-strangers -- --data DIR [--shots 2,5,12,50] [--splits 8]`: how many texts are
 * "unknown" to projects of a few texts at the caution they begin with, by the distance of embeddings
 * alone → with how the text is written. "own" are held-out texts of the project's own classes: false
 * alarms. DIR holds the data sets that `text-sets.ts` names, and `udhr`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { strFromU8, unzipSync } from 'fflate';
import { Random } from '#lib/maths/random.ts';
import { matrixFrom } from '#lib/teach/heads/matrix.ts';
import { distanceTo, fitFamiliarity } from '#lib/teach/score/open-set.ts';
import { fitWriting, moved, strangenessOf } from '#lib/teach/score/writing.ts';
import { defaultCaution, limitAt } from '#lib/teach/test/caution.ts';
import { embed, lines, loaders, openReader } from './text-sets.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: '' },
    sets: { type: 'string', default: 'spam,polarity,opinion,emotion' },
    shots: { type: 'string', default: '2,5,12,50' },
    splits: { type: 'string', default: '8' },
  },
});

interface Kind {
  readonly texts: readonly string[];
  readonly vectors: readonly Float32Array[];
}

const random = new Random(3);
const any = <T>(all: ArrayLike<T>): T => all[random.below(all.length)]!;
const repeated = (least: number, more: number, make: () => string, between: string) =>
  Array.from({ length: least + random.below(more) }, make).join(between);

const letters = () => repeated(3, 7, () => any('abcdefghijklmnopqrstuvwxyz'), '');
const syllables = () => repeated(2, 2, () => any('bcdfglmnprstvz') + any('aeiou'), '');
function mashed(): string {
  const row = any(['qwertyuiop', 'asdfghjkl', 'zxcvbnm']);
  const from = random.below(row.length - 3);
  return row.slice(from, from + 3 + random.below(4));
}

const reader = await openReader();
const read = async (texts: readonly string[]): Promise<Kind> => ({
  texts,
  vectors: await embed(reader, texts),
});

async function strangers(folder: string): Promise<Map<string, Kind>> {
  const zip = unzipSync(readFileSync(join(folder, 'udhr/udhr2.zip')));
  const lawsIn = (language: string) =>
    lines(strFromU8(zip[`udhr2/${language}.txt`]!))
      .map((line) => line.trim())
      .filter((line) => line.length > 25);
  const nonsense = (make: () => string) =>
    Array.from({ length: 50 }, () => repeated(2, 6, make, ' '));
  const kinds = {
    ...{ letters: nonsense(letters), keys: nonsense(mashed), syllables: nonsense(syllables) },
    ...{ Russian: lawsIn('rus'), Greek: lawsIn('ell_monotonic'), Hebrew: lawsIn('heb') },
    ...{ Japanese: lawsIn('jpn'), Chinese: lawsIn('cmn_hans'), Finnish: lawsIn('fin') },
    ...{ Basque: lawsIn('eus'), German: lawsIn('deu'), Portuguese: lawsIn('por_BR') },
  };
  const found = new Map<string, Kind>();
  for (const [name, texts] of Object.entries(kinds)) found.set(name, await read(texts));
  return found;
}

const strange = await strangers(values.data);
const percent = (share: number) => (100 * share).toFixed(1);
for (const name of values.sets.split(',')) {
  const set = loaders[name]!(values.data);
  const classes: Kind[] = [];
  for (const texts of set.texts) classes.push(await read(texts));
  console.log(`\n${name}: unknown by distance → and by writing, %\n`);
  console.log(`| shots | own | ${[...strange.keys()].join(' | ')} |`);
  console.log(`|---|${'---|'.repeat(strange.size + 1)}`);
  for (const shots of values.shots.split(',').map(Number)) {
    const counts = new Map<string, { all: number; before: number; after: number }>();
    for (let split = 0; split < Number(values.splits); split++) judge(classes, shots, counts);
    const cells = Array.from(
      counts.values(),
      ({ all, before, after }) => `${percent(before / all)} → ${percent(after / all)}`,
    );
    console.log(`| ${shots} | ${cells.join(' | ')} |`);
  }
}

function judge(
  classes: readonly Kind[],
  shots: number,
  counts: Map<string, { all: number; before: number; after: number }>,
): void {
  const places = classes.map(({ texts }) => random.shuffle([...texts.keys()]));
  const taught = places.flatMap((own, k) => own.slice(0, shots).map((i) => ({ k, i })));
  const asked = places.flatMap((own, k) => own.slice(shots, shots + 60).map((i) => ({ k, i })));
  const vectors = matrixFrom(
    taught.map(({ k, i }) => classes[k]!.vectors[i]!),
    reader.trunk.dimensions,
  );
  const labels = Int32Array.from(taught, ({ k }) => k);
  const familiarity = fitFamiliarity(
    { vectors, labels },
    taught.map((_, i) => `${i}`),
    classes.map((_, k) => `${k}`),
  );
  const writing = fitWriting(
    taught.map(({ k, i }) => classes[k]!.texts[i]!),
    reader.listed,
  );
  const limit = limitAt(familiarity, defaultCaution);
  const ask = (kind: string, text: string, vector: Float32Array) => {
    const distance = distanceTo(familiarity, vector);
    const written = moved(distance, strangenessOf(writing, text, reader.listed));
    const count = counts.get(kind) ?? { all: 0, before: 0, after: 0 };
    counts.set(kind, count);
    count.all++;
    if (distance > limit) count.before++;
    if (written > limit) count.after++;
  };
  for (const { k, i } of asked) ask('own', classes[k]!.texts[i]!, classes[k]!.vectors[i]!);
  for (const [kind, { texts, vectors: own }] of strange) {
    texts.forEach((text, i) => ask(kind, text, own[i]!));
  }
}
