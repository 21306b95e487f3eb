/** What a catalogue entry must look like, wherever it comes from: a file of this repository or a stranger's pack. */
import * as v from 'valibot';
import type { CatalogueEntry } from './entry.ts';

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(300));
const words = v.strictObject({ en: text, 'pt-BR': text });
const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096));
const bytes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Below the models folder: no way out of it, no other host. */
const path = v.pipe(v.string(), v.maxLength(300), v.regex(/^(?!\/)(?!.*\.\.)[\w./-]+$/));
const address = v.pipe(v.string(), v.maxLength(1000), v.url(), v.startsWith('https://'));

export const idSchema = v.pipe(v.string(), v.maxLength(100), v.regex(/^[a-z0-9][a-z0-9.-]*$/));

export const fileSchema = v.strictObject({ file: path, bytes, sha256 });

const remote = v.strictObject({
  url: address,
  format: v.picklist(['layers', 'graph']),
  scale: v.pipe(v.number(), v.finite()),
  offset: v.pipe(v.number(), v.finite()),
  labels: v.exactOptional(v.picklist(['imagenet-1000', 'imagenet-1001'])),
  sha256: v.exactOptional(v.record(v.string(), sha256)),
});

/** `models/<id>/entry.json`: what a person writes. The rest is counted by the build. */
export const writtenEntrySchema = v.strictObject({
  name: words,
  summary: words,
  tasks: v.array(
    v.picklist(['detect', 'classify-images', 'embed-images', 'classify-texts', 'embed-texts']),
  ),
  doors: v.array(v.picklist(['see', 'read', 'teach'])),
  input: v.union([
    v.strictObject({ pixels: size }),
    v.strictObject({ token: v.picklist(['character', 'word']) }),
  ]),
  licence: text,
  makers: text,
  accuracy: v.exactOptional(v.strictObject({ value: share, on: words, measuredHere: v.boolean() })),
  trunk: v.exactOptional(v.strictObject({ pixels: size, channels: size })),
  /** Of fetchable ones: as their makers say. Of built-in ones counted. */
  bytes: v.exactOptional(bytes),
  labels: v.exactOptional(count),
  remote: v.exactOptional(remote),
});

export const entrySchema = v.strictObject({
  ...writtenEntrySchema.entries,
  id: idSchema,
  origin: v.picklist(['built-in', 'fetchable', 'own']),
  bytes,
  labels: count,
  files: v.pipe(v.array(fileSchema), v.maxLength(64)),
});

export type WrittenEntry = v.InferOutput<typeof writtenEntrySchema>;

/** Throws valibot's error. */
export const parseEntry = (data: unknown): CatalogueEntry => v.parse(entrySchema, data);
