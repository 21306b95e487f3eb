/** Writes a project as one zip that a person can read without us. See docs/project-file.md. */
import type { KeptBlob } from '#lib/cache/kept-blob.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { mapAhead } from '#lib/storage/ahead.ts';
import type { CheckpointRow, SampleData, SampleRow } from '#lib/storage/project-rows.ts';
import { crc32 } from '#lib/storage/zip/crc32.ts';
import { fileNameFor, uniqueName } from '#lib/storage/zip/entry-name.ts';
import { ZipWriter } from '#lib/storage/zip/zip-writer.ts';
import { packPlain, packValue } from './packed-value.ts';
import {
  projectFormat,
  projectVersion,
  type Manifest,
  type ProjectFileRows,
} from './project-schema.ts';
import { readme } from './readme.ts';

export interface ProjectContents {
  readonly rows: ProjectFileRows;
  /** Pictures of the image samples, read as they are asked for. */
  readonly data: AsyncIterable<SampleData>;
  readonly checkpoints: AsyncIterable<CheckpointRow>;
}

export interface WriteOptions {
  readonly at: Date;
  onProgress?: ((done: number, total: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws FailureError `archive-too-large` | `sample-missing` (a picture cannot be read) */
export async function writeProject(
  contents: ProjectContents,
  options: WriteOptions,
): Promise<Blob> {
  return new ProjectWriter(contents.rows, options).write(contents);
}

const utf8 = (text: string) => new TextEncoder().encode(text);
const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/** Samples that are read and hashed at once: most of the time is waiting for one or the other. */
const readAhead = 12;

class ProjectWriter {
  readonly #zip: ZipWriter;
  readonly #rows: ProjectFileRows;
  readonly #options: WriteOptions;
  readonly #files: { path: string; bytes: number; sha256: string }[] = [];
  readonly #pictures: Manifest['pictures'] = [];
  readonly #checkpoints: Manifest['checkpoints'] = [];
  readonly #folders = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(rows: ProjectFileRows, options: WriteOptions) {
    this.#rows = rows;
    this.#options = options;
    this.#zip = new ZipWriter(options.at);
    const names = new Set<string>();
    for (const { id, name } of rows.classes) {
      this.#folders.set(id, `classes/${uniqueName(fileNameFor(name, 'class'), names)}`);
    }
  }

  async write({ data, checkpoints }: ProjectContents): Promise<Blob> {
    await this.#addText('README.txt', readme(this.#rows.project.name));
    await this.#addPictures(data);
    await this.#addTexts();
    await this.#addCheckpoints(checkpoints);
    await this.#addText('project.json', json(packPlain(this.#rows)));
    const manifest: Manifest = {
      format: projectFormat,
      version: projectVersion,
      savedAt: this.#options.at.toISOString(),
      app: 'Aprendiz',
      files: this.#files,
      pictures: this.#pictures,
      checkpoints: this.#checkpoints,
    };
    this.#zip.addBytes('manifest.json', utf8(json(manifest)));
    return this.#zip.finish();
  }

  async #addPictures(data: AsyncIterable<SampleData>): Promise<void> {
    const samples = new Map(
      this.#rows.samples.filter(({ text }) => text === undefined).map((row) => [row.id, row]),
    );
    const ready = mapAhead(data, readAhead, async ({ id, picture, thumbnail }) => {
      this.#options.signal?.throwIfAborted();
      const sample = samples.get(id);
      if (!sample) return undefined;
      const [path, thumbnailPath] = this.#pathsOf(sample, picture, thumbnail);
      const bytes = await bytesOf(picture, path);
      const small = await bytesOf(thumbnail, thumbnailPath);
      const [hash, smallHash] = await Promise.all([sha256(bytes), sha256(small)]);
      return {
        id,
        picture: { path, blob: picture, crc: crc32(bytes), sha256: hash },
        thumbnail: { path: thumbnailPath, bytes: small, type: thumbnail.type, sha256: smallHash },
      };
    });
    let done = 0;
    const total = samples.size;
    for await (const one of ready) {
      this.#options.signal?.throwIfAborted();
      if (!one || !samples.delete(one.id)) continue;
      const { id, picture, thumbnail } = one;
      this.#zip.addBlob(picture.path, picture.blob, picture.crc);
      this.#zip.addStored(thumbnail.path, thumbnail.bytes);
      this.#files.push(
        { path: picture.path, bytes: picture.blob.size, sha256: picture.sha256 },
        { path: thumbnail.path, bytes: thumbnail.bytes.length, sha256: thumbnail.sha256 },
      );
      this.#pictures.push({
        sample: id,
        picture: picture.path,
        type: picture.blob.type,
        thumbnail: thumbnail.path,
        thumbnailType: thumbnail.type,
      });
      this.#options.onProgress?.(++done, total);
    }
    const [missing] = samples.keys();
    if (missing !== undefined) throw new FailureError('sample-missing', missing);
  }

  #pathsOf(sample: SampleRow, picture: KeptBlob, thumbnail: KeptBlob): [string, string] {
    const folder = this.#folders.get(sample.classId) ?? 'classes';
    const own = sample.fileName?.replace(/\.[^.]*$/, '') ?? '';
    const name = uniqueName(`${folder}/${fileNameFor(own, sample.id)}`, this.#taken);
    const thumbnailName = name.replace(/^classes\//, 'thumbnails/');
    return [`${name}.${endingOf(picture)}`, `${thumbnailName}.${endingOf(thumbnail)}`];
  }

  /** Text samples are rows already; here they are again for people. */
  async #addTexts(): Promise<void> {
    for (const { id } of this.#rows.classes) {
      const texts = this.#rows.samples.flatMap(({ classId, text }) =>
        classId === id && text !== undefined ? [text.replaceAll(/\r?\n/g, ' ')] : [],
      );
      if (texts.length === 0) continue;
      await this.#addText(`${this.#folders.get(id) ?? ''}/texts.txt`, `${texts.join('\n')}\n`);
    }
  }

  async #addCheckpoints(checkpoints: AsyncIterable<CheckpointRow>): Promise<void> {
    const names = new Set<string>();
    const folders = new Map(
      this.#rows.runs.map(({ id, name }) => [id, uniqueName(fileNameFor(name, 'run'), names)]),
    );
    for await (const { runId, epoch, head } of checkpoints) {
      this.#options.signal?.throwIfAborted();
      const folder = folders.get(runId);
      if (folder === undefined) continue;
      const path = `runs/${folder}/epoch-${epoch}`;
      const packed = packValue(head);
      await this.#addText(`${path}.json`, json(packed.json));
      await this.#addBytes(`${path}.bin`, packed.bytes);
      this.#checkpoints.push({ run: runId, epoch, json: `${path}.json`, numbers: `${path}.bin` });
    }
    for (const run of this.#rows.runs) {
      const { settings, curve, report, name, state } = run;
      const words = packPlain({ name, state, settings, report, curve });
      await this.#addText(`runs/${folders.get(run.id) ?? ''}/run.json`, json(words));
    }
  }

  #addText(path: string, text: string): Promise<void> {
    return this.#addBytes(path, utf8(text));
  }

  async #addBytes(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#zip.addBytes(path, bytes);
    await this.#list(path, bytes);
  }

  async #list(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    this.#files.push({ path, bytes: bytes.length, sha256: await sha256(bytes) });
  }
}

/** @throws FailureError `sample-missing` when the browser has lost the picture. */
async function bytesOf(kept: KeptBlob, path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(kept instanceof Blob ? await kept.arrayBuffer() : kept.bytes);
  } catch (error) {
    if (error instanceof DOMException) {
      throw new FailureError('sample-missing', `${path}: ${error.message}`);
    }
    throw error;
  }
}

const endingOf = ({ type }: KeptBlob) => extensions[type] ?? 'jpg';
const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;
