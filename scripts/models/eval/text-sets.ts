/** Labelled texts to measure methods on, out of the data sets that are named below, and the encoder that ships. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { plainKey } from '#lib/teach/score/near-duplicates.ts';
import { Reader } from '#lib/teach/trainer/text/reader.ts';
import { unit } from '#lib/teach/trainer/text/unit.ts';
import { readMany } from '#lib/text/model/read-many.ts';
import { textTrunk } from '#lib/text/trunks.ts';

/** Enough to draw from; embedding more would only take time. */
const mostOfClass = 800;

export interface TextSet {
  readonly classes: readonly string[];
  /** By class. */
  readonly texts: readonly (readonly string[])[];
}

/** The part that the recipes keep from training: `part_of` of scripts/models/text/data.py. */
function isHeldOut(text: string): boolean {
  const letters = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(letters)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return ((hash >>> 0) >>> 8) % 10 < 2;
}

export function group(pairs: readonly (readonly [label: string, text: string])[]): TextSet {
  const byLabel = new Map<string, Map<string, string>>();
  for (const [label, text] of pairs) {
    const own = byLabel.get(label) ?? new Map<string, string>();
    own.set(plainKey(text), text);
    byLabel.set(label, own);
  }
  const classes = [...byLabel.keys()].sort();
  return {
    classes,
    texts: classes.map((label) => [...byLabel.get(label)!.values()].slice(0, mostOfClass)),
  };
}

export const lines = (text: string) => text.split('\n').filter((line) => line.trim() !== '');

export const loaders: Readonly<Record<string, (folder: string) => TextSet>> = {
  spam: (folder) =>
    group(
      lines(readFileSync(join(folder, 'sms-spam/SMSSpamCollection'), 'utf8'))
        .slice(1)
        .map((line) => line.split('\t') as [string, string]),
    ),
  polarity: (folder) => {
    const zip = unzipSync(readFileSync(join(folder, 'sentence-polarity/sentence_polarity.zip')));
    return group(
      (['neg', 'pos'] as const).flatMap((label) =>
        lines(strFromU8(zip[`sentence_polarity/rt-polarity.${label}`]!, true))
          .map((line) => line.trim())
          .filter(isHeldOut)
          .map((line) => [label, line] as const),
      ),
    );
  },
  opinion: (folder) => {
    const zip = unzipSync(readFileSync(join(folder, 'subjectivity/subjectivity.zip')));
    return group(
      (['plot', 'quote'] as const).flatMap((label) =>
        lines(strFromU8(zip[`subjectivity/${label}.tok.gt9.5000`]!, true))
          .filter(isHeldOut)
          .map((line) => [label, line] as const),
      ),
    );
  },
  emotion: (folder) => {
    const names = lines(readFileSync(join(folder, 'goemotions/labels.txt'), 'utf8'));
    const wanted = [
      'anger',
      'fear',
      'joy',
      'sadness',
      'surprise',
      'love',
      'gratitude',
      'curiosity',
    ];
    return group(
      ['test', 'dev'].flatMap((part) =>
        lines(readFileSync(join(folder, `goemotions/${part}.tsv`), 'utf8')).flatMap((line) => {
          const [text = '', ids = ''] = line.split('\t');
          const label = names[Number(ids)]?.trim();
          return !ids.includes(',') && label && wanted.includes(label)
            ? [[label, text] as const]
            : [];
        }),
      ),
    );
  },
};

export async function openReader(): Promise<Reader> {
  const folder = fileURLToPath(
    new URL(`../../../models/${textTrunk.model}/weights/`, import.meta.url),
  );
  const bytes = new Uint8Array(readFileSync(join(folder, 'weights.bin')));
  const file = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  return Reader.of(textTrunk.id, { file, bytes: bytes.buffer }, openPlainKernels());
}

/** Each of unit length. */
export async function embed(reader: Reader, texts: readonly string[]): Promise<Float32Array[]> {
  const rows: Float32Array[] = [];
  for await (const some of readMany(reader.model, texts)) rows.push(...some.map(unit));
  return rows;
}
