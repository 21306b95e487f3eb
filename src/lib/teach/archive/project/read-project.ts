/** Reads a project file and trusts nothing in it. */
import * as v from 'valibot';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { mapAhead } from '#lib/storage/ahead.ts';
import type { CheckpointRow, ProjectKind, SampleData } from '#lib/storage/project-rows.ts';
import { ZipReader, type ZipEntry, type ZipLimits } from '#lib/storage/zip/zip-reader.ts';
import { parseAnswerer } from '../own/answerer-schema.ts';
import type { Checkpoint } from '../../trainer/checkpoint.ts';
import { unpackValue } from './packed-value.ts';
import { readManifest, readRows, type Manifest, type ProjectFileRows } from './project-schema.ts';

export type ProjectPiece =
  | { readonly kind: 'sample-data'; readonly data: SampleData }
  | { readonly kind: 'checkpoint'; readonly row: CheckpointRow };

export interface ProjectFile {
  /** With the new project's id. */
  readonly rows: ProjectFileRows;
  /** Pictures and checkpoints. */
  readonly pieceCount: number;
  /** In order, each compared with its SHA-256 before it is handed over. */
  pieces(): AsyncGenerator<ProjectPiece>;
}

const manifestName = 'manifest.json';
/** Samples that are read and compared at once: most of the time is waiting for one or the other. */
const readAhead = 12;

/** Whether a zip says that it is a project of ours. */
export function isProjectFile(zip: ZipReader): boolean {
  return zip.find(manifestName) !== undefined && zip.find('project.json') !== undefined;
}

/**
 * @param projectId of the project that it becomes.
 * @throws FailureError `archive-…`, here and from `pieces`; from these `model-…` for what cannot answer.
 */
export async function readProject(
  file: Blob,
  projectId: string,
  limits?: ZipLimits,
): Promise<ProjectFile> {
  return openProjectFile(await ZipReader.open(file, limits), projectId);
}

export async function openProjectFile(zip: ZipReader, projectId: string): Promise<ProjectFile> {
  const entry = zip.find(manifestName);
  if (!entry) throw new FailureError('archive-unknown', 'no manifest.json');
  const manifest = readManifest(parse(await zip.read(entry), manifestName));
  const files = new VerifiedFiles(zip, manifest);
  const rows = readRows(unpackValue(parse(await files.read('project.json'), 'project.json')));
  checkPieces(rows, manifest);
  // The smallest files first: what is wrong with them shows before the pictures are copied.
  for (const { path } of manifest.files) if (/^(README|runs\/)/.test(path)) await files.read(path);
  const { pictures, checkpoints } = manifest;
  return {
    rows: withProject(rows, projectId),
    pieceCount: pictures.length + checkpoints.length,
    async *pieces() {
      yield* mapAhead(pictures, readAhead, async (one): Promise<ProjectPiece> => {
        const [picture, thumbnail] = await Promise.all([
          files.readBlob(one.picture, imageType(one.type)),
          files.read(one.thumbnail),
        ]);
        const data: SampleData = {
          id: one.sample,
          projectId,
          picture,
          thumbnail: { bytes: thumbnail.buffer, type: imageType(one.thumbnailType) },
        };
        return { kind: 'sample-data', data };
      });
      for (const { run, epoch, json, numbers } of checkpoints) {
        const kept = unpackValue(parse(await files.read(json), json), await files.read(numbers));
        const head = readCheckpoint(kept, rows.project.kind, json);
        yield { kind: 'checkpoint', row: { projectId, runId: run, epoch, head } };
      }
    },
  };
}

/** Entries of the zip that the manifest knows by size and hash. */
class VerifiedFiles {
  readonly #zip: ZipReader;
  readonly #known: ReadonlyMap<string, Manifest['files'][number]>;

  constructor(zip: ZipReader, { files }: Manifest) {
    this.#zip = zip;
    this.#known = new Map(files.map((file) => [file.path, file]));
    if (this.#known.size !== files.length) throw damaged('a file is listed twice');
    for (const { path, bytes } of files) {
      if (zip.find(path)?.originalSize !== bytes) throw damaged(path);
    }
  }

  async read(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#zip.read(this.#entry(path));
    await this.#compare(path, bytes);
    return bytes;
  }

  async readBlob(path: string, type: string): Promise<Blob> {
    const { bytes, blob } = await this.#zip.readBlob(this.#entry(path), type);
    await this.#compare(path, bytes);
    return blob;
  }

  #entry(path: string): ZipEntry {
    const entry = this.#zip.find(path);
    if (!entry || !this.#known.has(path)) throw damaged(`no ${path}`);
    return entry;
  }

  async #compare(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    const hash = await sha256(bytes);
    if (hash !== this.#known.get(path)?.sha256) throw damaged(`hash of ${path}`);
  }
}

/** Every image sample has its pictures, and nothing else has any. */
function checkPieces(rows: ProjectFileRows, { pictures, checkpoints }: Manifest): void {
  const wanted = new Set(rows.samples.filter(({ text }) => text === undefined).map(({ id }) => id));
  for (const { sample } of pictures) {
    if (!wanted.delete(sample)) throw damaged(`pictures of ${sample}`);
  }
  if (wanted.size > 0) throw damaged(`${wanted.size} samples without pictures`);
  const runs = new Set(rows.runs.map(({ id }) => id));
  for (const { run } of checkpoints) if (!runs.has(run)) throw damaged(`checkpoint of ${run}`);
}

function withProject(rows: ProjectFileRows, projectId: string): ProjectFileRows {
  return {
    project: { ...rows.project, id: projectId },
    classes: rows.classes.map((row) => ({ ...row, projectId })),
    samples: rows.samples.map((row) => ({ ...row, projectId })),
    // Nothing trains in a file.
    runs: rows.runs.map((row) => ({
      ...row,
      projectId,
      state: row.state === 'running' ? 'interrupted' : row.state,
    })),
  };
}

const checkpoint = v.object({
  answerer: v.unknown(),
  resume: v.optional(
    v.looseObject({ fingerprint: v.string(), state: v.unknown(), curve: v.array(v.unknown()) }),
  ),
});

/** Weights that do not fit together would be found out in the middle of an answer. */
function readCheckpoint(kept: unknown, kind: ProjectKind, path: string): Checkpoint {
  if (!v.is(checkpoint, kept)) throw damaged(path);
  parseAnswerer(kind, kept.answerer);
  return kept as Checkpoint;
}

function parse(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw damaged(`${path}: ${String(error)}`);
  }
}

/** A picture is a picture, whatever the file says. */
const imageType = (type: string) => (/^image\/(jpeg|png|webp)$/.test(type) ? type : 'image/jpeg');

const damaged = (detail: string) => new FailureError('archive-damaged', detail);
