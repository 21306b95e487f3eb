/** Reads every file of the app and of its models again and compares it with its hash. Runs in a worker. */
import type { FileEntry } from '#lib/cache/installed-model.ts';
import type { ModelIndex } from '#lib/engine/graph/format.ts';
import { parseJson } from '#lib/cache/index-file.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import { fileHashesUrl, type FileHashes, type KeptFiles } from '#lib/pwa/messages.ts';

export interface FilesQuestion {
  readonly kept: KeptFiles;
  /** Ids of the models that shall be here. */
  readonly models: readonly string[];
}

export interface Flaw {
  /** Address below the app's. */
  readonly url: string;
  /** Of the model whose file it is. */
  readonly model?: string;
  readonly bytes: number;
  readonly state: 'missing' | 'broken';
}

export interface FilesSource {
  /** Reads one file of the app from the browser's cache. */
  readonly read: (key: string) => Promise<ArrayBuffer | undefined>;
  /** Reads a model's file from wherever models are kept. */
  readonly readModel: (file: FileEntry) => Promise<ArrayBuffer | undefined>;
}

export const modelsFolder = 'models/';
const indexUrl = `${modelsFolder}index.json`;

/** @returns what is missing or not what it should be; empty: everything is as it was built. */
export async function checkFiles(
  { kept, models }: FilesQuestion,
  { read, readModel }: FilesSource,
  onProgress: (done: number, total: number) => void,
): Promise<Flaw[]> {
  const keys = new Map(kept.files.map(({ url, key }) => [url, key]));
  const readUrl = async (url: string) => {
    const key = keys.get(url);
    return key === undefined ? undefined : read(key);
  };
  const list = await readUrl(fileHashesUrl);
  if (!list) return [{ url: fileHashesUrl, bytes: 0, state: 'missing' }];
  // It names the version: with another list, nothing else can be compared.
  if ((await sha256(list)) !== kept.version)
    return [{ url: fileHashesUrl, bytes: list.byteLength, state: 'broken' }];
  const hashes = parseJson<FileHashes>(list, fileHashesUrl);

  const flaws: Flaw[] = [];
  // Of the files in the models folder, those that are looked at below as models'.
  const isModel = (url: string) => url.startsWith(modelsFolder) && url.endsWith('.bin');
  const files = Object.entries(hashes).filter(([url]) => !isModel(url) && keys.has(url));
  const index = await readUrl(indexUrl);
  const wanted = index ? modelFiles(parseJson<ModelIndex>(index, indexUrl), models) : [];
  // Without it no model is found, whatever is kept of them.
  if (!index) flaws.push({ url: indexUrl, bytes: 0, state: 'missing' });
  const total = files.length + wanted.length;
  let done = 0;
  const compare = async (url: string, hash: string, bytes?: ArrayBuffer, model?: FileOfModel) => {
    const state = !bytes ? 'missing' : (await sha256(bytes)) === hash ? undefined : 'broken';
    const size = model?.file.bytes ?? bytes?.byteLength ?? 0;
    if (state) flaws.push({ url, bytes: size, state, ...(model && { model: model.id }) });
    onProgress(++done, total);
  };
  for (const [url, hash] of files) await compare(url, hash, await readUrl(url));
  for (const model of wanted) {
    const url = `${modelsFolder}${model.file.file}`;
    await compare(url, model.file.sha256, await readModel(model.file), model);
  }
  return flaws;
}

interface FileOfModel {
  readonly id: string;
  readonly file: FileEntry;
}

function modelFiles({ models, texts }: ModelIndex, ids: readonly string[]): FileOfModel[] {
  const all = [
    ...models.map(({ id, graph, weights }) => ({ id, files: [graph, weights] })),
    ...texts.map(({ id, model, weights }) => ({ id, files: [model, weights] })),
  ];
  return all
    .filter(({ id }) => ids.includes(id))
    .flatMap(({ id, files }) => files.map((file) => ({ id, file })));
}
