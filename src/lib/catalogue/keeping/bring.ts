/** A model of somebody's own: read, converted to the app's own graph, kept. Nothing of theirs is run as it came. */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';
import { convertModel, type ConvertedModel } from '../convert/convert-model.ts';
import { parseJson } from '../convert/model-json.ts';
import type { CatalogueEntry, Words } from '../entry.ts';
import type { ModelCalls } from '../protocol.ts';
import { keepConverted } from './keep-converted.ts';
import type { KeepingOptions } from './options.ts';
import { sourceOfAddress, sourceOfFiles, type ModelSource } from './sources.ts';

type Bring = ModelCalls['bring'];

/** What Teachable Machine writes beside a model. */
const metadataSchema = v.object({
  labels: v.optional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(200))), v.maxLength(100_000))),
  imageSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  modelName: v.optional(v.pipe(v.string(), v.maxLength(200))),
});

/** @throws FailureError of the files, of the conversion, or of storage; the signal's reason */
export async function bring(
  { from, hosts }: Bring['request'],
  options: KeepingOptions,
): Promise<Bring['result']> {
  const source =
    'url' in from ? atAddress(from.url, hosts, options) : await sourceOfFiles(from.files);
  const metadata = await readMetadata(source);
  const model = await convertModel(
    source.fileOf,
    { id: 'own', ...(metadata.imageSize !== undefined && { side: metadata.imageSize }) },
    (done, total) => options.tell({ stage: 'convert', loaded: done, total }),
    options.signal,
  );
  const labels = labelsOf(model, metadata.labels ?? (await readLines(source)));
  const name = metadata.modelName?.trim() || source.name.trim();
  const installed = await keepConverted(
    { model, labels },
    (hash) => `own-${hash.slice(0, 12)}`,
    (id, bytes) => entryOf(id, bytes, name, model, labels),
  );
  await source.finish();
  return { installed };
}

function atAddress(url: string, hosts: readonly string[], options: KeepingOptions): ModelSource {
  const { origin } = new URL(url);
  // The worker has no policy of its own to stop it.
  if (!hosts.includes(origin)) throw new FailureError('host-not-allowed', origin);
  return sourceOfAddress(url, options, { bytes: 0 });
}

async function readMetadata({
  fileOf,
}: ModelSource): Promise<v.InferOutput<typeof metadataSchema>> {
  const bytes = await optional(fileOf('metadata.json'));
  return bytes ? parseJson(metadataSchema, bytes, 'metadata.json') : {};
}

/** `labels.txt`, a name on each line, with a number before it where Teachable Machine wrote it. */
async function readLines({ fileOf }: ModelSource): Promise<readonly string[] | undefined> {
  const bytes = await optional(fileOf('labels.txt'));
  const lines = bytes && new TextDecoder().decode(bytes).trim().split(/\r?\n/);
  const areNumbered = lines?.every((line, i) => line.startsWith(`${i} `));
  return lines?.map((line) => (areNumbered ? line.replace(/^\d+ /, '') : line).slice(0, 200));
}

/** At an address, a file that is not there is a failed request. */
async function optional(
  file: ReturnType<ModelSource['fileOf']>,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await file;
  } catch (error) {
    const isAbsent =
      error instanceof FailureError && /^(model-missing|captive-portal)$/.test(error.failure.code);
    if (isAbsent) return undefined;
    throw error;
  }
}

function labelsOf(
  { classes }: ConvertedModel,
  given: readonly string[] | undefined,
): readonly string[] | undefined {
  if (classes === 0) return undefined;
  if (given && given.length !== classes) {
    throw new FailureError('model-corrupt', `${given.length} labels for ${classes} answers`);
  }
  return given ?? Array.from({ length: classes }, (_, i) => `#${i + 1}`);
}

function entryOf(
  id: string,
  bytes: number,
  name: string,
  { side, classes, embedding }: ConvertedModel,
  labels: readonly string[] | undefined,
): CatalogueEntry {
  const called = name.slice(0, 200) || id;
  return {
    id,
    origin: 'own',
    name: { en: called, 'pt-BR': called },
    summary: summaryOf(labels),
    tasks: [
      ...(classes > 0 ? (['classify-images'] as const) : []),
      ...(embedding ? (['embed-images'] as const) : []),
    ],
    doors: [...(classes > 0 ? (['see'] as const) : []), ...(embedding ? (['teach'] as const) : [])],
    input: { pixels: side },
    labels: classes,
    licence: '—',
    makers: '—',
    bytes,
    files: [],
    ...(embedding && { trunk: { pixels: side, channels: embedding[2] } }),
  };
}

const mostNamed = 6;

function summaryOf(labels: readonly string[] | undefined): Words {
  if (!labels) return { en: 'A trunk that you brought.', 'pt-BR': 'Um tronco que você trouxe.' };
  const named = labels
    .slice(0, mostNamed)
    .map((label) => label.slice(0, 30))
    .join(', ');
  const list = labels.length > mostNamed ? `${named}, …` : named;
  return { en: `Tells apart: ${list}.`, 'pt-BR': `Distingue: ${list}.` };
}
