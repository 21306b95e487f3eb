/** Pictures of a zip or of folders become a new project with a class for each folder. Runs in a worker. */
import { FailureError } from '#lib/failure/failure.ts';
import { importProject, type Bulk } from '#lib/storage/import-project.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ClassRow, SampleRow } from '#lib/storage/project-rows.ts';
import { DEFAULT_TRUNK } from '#lib/vision/trunks.ts';
import { Capturer } from '../../collect/capture/capturer.ts';
import type { Captured } from '../../collect/capture/protocol.ts';
import type { Imported } from '../protocol.ts';
import { openSampleZip, type SampleZip } from '../samples/read-sample-zip.ts';
import type { WorkOptions } from './work-options.ts';

export type Capture = (picture: Blob) => Promise<Captured>;

/**
 * Pictures that cannot be read are left out and named; where none can, nothing is made.
 * @param capture makes a sample of a picture; by default in a worker of its own.
 * @throws FailureError `archive-…` | `image-unreadable` (not one could be read), and of the storage
 */
export async function importSamples(
  file: File,
  options: WorkOptions,
  capture?: Capture,
): Promise<Imported> {
  const name = file.name.replace(/\.(zip|tm)$/i, '');
  return importPlaced(await openSampleZip(file, file.name), name, options, capture);
}

/** The same of pictures that lie in folders, or beside each other. @param name of the project */
export async function importPlaced(
  zip: SampleZip,
  name: string,
  options: WorkOptions,
  capture?: Capture,
): Promise<Imported> {
  const capturer = capture ? undefined : new Capturer();
  try {
    const intake = new Intake(zip, capture ?? ((picture) => capturer!.capture(picture)));
    await importProject(intake.projectId, intake.bulk(options), () => intake.rows(name));
    const { projectId, samples, classes, unreadable } = intake;
    return {
      kind: 'samples',
      projectId,
      name,
      samples: samples.length,
      classes: classes.length,
      unreadable,
    };
  } finally {
    capturer?.close();
  }
}

class Intake {
  readonly projectId = newId();
  readonly classes: readonly ClassRow[];
  readonly samples: SampleRow[] = [];
  readonly unreadable: string[] = [];
  readonly #zip: SampleZip;
  readonly #capture: Capture;

  constructor(zip: SampleZip, capture: Capture) {
    this.#zip = zip;
    this.#capture = capture;
    this.classes = [...zip.classes.keys()].map((name, order) => ({
      id: newId(),
      projectId: this.projectId,
      name,
      colour: order,
      order,
      role: 'answer',
    }));
  }

  async *bulk({ signal, onProgress }: WorkOptions): AsyncGenerator<Bulk> {
    const classIds = new Map(this.classes.map(({ name, id }) => [name, id]));
    let done = 0;
    for await (const { className, fileName, blob } of this.#zip.samples()) {
      signal?.throwIfAborted();
      const captured = await this.#read(blob);
      onProgress?.(++done, this.#zip.count);
      if (!captured) {
        this.unreadable.push(`${className}/${fileName}`);
        continue;
      }
      const { picture, thumbnail, ...measured } = captured;
      const id = newId();
      const { projectId } = this;
      this.samples.push({
        id,
        projectId,
        classId: classIds.get(className) ?? '',
        burst: id,
        takenAt: Date.now(),
        origin: this.#zip.origin,
        fileName,
        part: 'auto',
        ...measured,
      });
      yield { kind: 'sample-data', data: { id, projectId, picture, thumbnail } };
    }
  }

  rows(name: string) {
    if (this.samples.length === 0) {
      throw new FailureError('image-unreadable', this.unreadable.slice(0, 5).join(', '));
    }
    const { projectId: id, classes, samples } = this;
    const project = {
      id,
      kind: 'image',
      name,
      createdAt: Date.now(),
      trunk: DEFAULT_TRUNK,
    } as const;
    return { project, classes, samples, runs: [] };
  }

  async #read(blob: Blob): Promise<Captured | undefined> {
    try {
      return await this.#capture(blob);
    } catch (error) {
      if (error instanceof FailureError && error.failure.code.startsWith('image-'))
        return undefined;
      throw error;
    }
  }
}
