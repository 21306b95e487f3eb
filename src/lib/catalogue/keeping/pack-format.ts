/** A pack: a zip with `aprendiz-models.json` and `files/<sha256>`. What comes in is judged as a stranger's. */
import * as v from 'valibot';
import type { InstalledModel } from '#lib/cache/installed-model.ts';
import type { ZipLimits } from '#lib/storage/zip/zip-reader.ts';
import { entrySchema, fileSchema, idSchema } from '../entry-schema.ts';

export const manifestName = 'aprendiz-models.json';
export const packFormat = 'aprendiz-models-pack';
/** Counts up when an older app could misread what a newer one writes. */
export const packVersion = 1;

export const fileName = (sha256: string) => `files/${sha256}`;

export const packLimits: ZipLimits = {
  entries: 2_000,
  bytes: 4 * 2 ** 30,
  ratio: 100,
  ratioFrom: 32 * 2 ** 20,
};

const time = v.pipe(v.number(), v.finite());

const installedSchema = v.strictObject({
  id: idSchema,
  graph: fileSchema,
  weights: fileSchema,
  labels: v.exactOptional(fileSchema),
  entry: entrySchema,
  installedAt: time,
  usedAt: time,
});

export const manifestSchema = v.object({
  format: v.literal(packFormat),
  version: v.literal(packVersion),
  /** What was fetched or brought. */
  installed: v.pipe(v.array(installedSchema), v.maxLength(500)),
  /** Networks of the app that wrote it; of use where the app that reads it has the same. */
  builtIn: v.pipe(
    v.array(v.strictObject({ id: idSchema, files: v.pipe(v.array(fileSchema), v.maxLength(64)) })),
    v.maxLength(200),
  ),
});

export interface PackManifest {
  readonly format: typeof packFormat;
  readonly version: typeof packVersion;
  readonly installed: readonly InstalledModel[];
  readonly builtIn: readonly { readonly id: string; readonly files: InstalledModel['graph'][] }[];
}
