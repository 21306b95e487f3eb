/** Projects of pictures: how they are embedded, varied and trained on. */
import { FailureError } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { readPictures } from '#lib/storage/samples.ts';
import type { DeepFitJob } from './deep/deep-fit-job.ts';
import type { Made, Medium, SampleSource, Watch } from './medium.ts';
import { decodePicture } from './picture.ts';
import type { LabelledSample, TrainSettings } from './protocol.ts';
import type { Sight } from './sight.ts';
import { embedCopies } from './train/copies.ts';
import type { Dataset } from './train/dataset.ts';
import { fitHead } from './train/fit-head.ts';
import type { Fitted } from './train/fit.ts';

/** As much of {@link Sight} as embedding needs; tests stand in for it. */
export type Eye = Pick<Sight, 'see'>;

export class PictureMedium implements Medium {
  readonly togetherMs = 400;
  readonly #sight: Sight;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  get trunk() {
    return this.#sight.trunk;
  }

  source(projectId: string): PictureSource {
    return new PictureSource(projectId, this.#sight);
  }

  /** Frames of one burst are known to look alike; no others are. */
  grouped(samples: readonly LabelledSample[]): Promise<readonly LabelledSample[]> {
    return Promise.resolve(samples);
  }

  copies(dataset: Dataset, settings: TrainSettings, projectId: string, watch: Watch) {
    return embedCopies(dataset, settings, projectId, this.#sight, watch);
  }

  async fit(job: DeepFitJob, projectId: string): Promise<Fitted> {
    const { method } = job.settings;
    switch (method) {
      case 'fine-tune': {
        const { fineTune } = await loadChunk(() => import('./fine-tune/fine-tune.ts'));
        return fineTune(job, projectId, this.#sight);
      }
      case 'cnn': {
        const { trainSmallNetwork } = await loadChunk(() => import('./small-cnn/small-cnn.ts'));
        return trainSmallNetwork(job, projectId, this.#sight);
      }
      case 'bag-of-words':
      case 'lstm':
        throw new RangeError(`${method} learns from texts`);
      default:
        return fitHead(method, job);
    }
  }
}

/** Decoded and not yet asked for: bounds what pictures that are never asked for hold. */
const mostDecoded = 3;

/** Pictures by sample id: their bytes stay on disk until they are decoded, a few before their turn. */
export class PictureSource implements SampleSource<Blob> {
  readonly #projectId: string;
  readonly #eye: Eye;
  readonly #pictures: ((picture: ImageBitmap, id: string) => Iterable<ImageBitmap>) | undefined;

  readonly #decoding = new Map<string, Promise<ImageBitmap>>();

  /** @param pictures to embed for one sample instead of itself */
  constructor(
    projectId: string,
    eye: Eye,
    pictures?: (picture: ImageBitmap, id: string) => Iterable<ImageBitmap>,
  ) {
    this.#projectId = projectId;
    this.#eye = eye;
    this.#pictures = pictures;
  }

  read(ids: readonly string[]): Promise<Map<string, Blob>> {
    return readPictures(this.#projectId, ids);
  }

  /** Decoding has threads of its own: it goes on while the network computes. */
  ahead(kept: Blob, id: string): void {
    if (this.#decoding.has(id)) return;
    const decoding = decodePicture(kept);
    // Heard when its turn comes.
    decoding.catch(() => undefined);
    this.#decoding.set(id, decoding);
    const [oldest] = this.#decoding;
    if (this.#decoding.size <= mostDecoded || !oldest) return;
    this.#decoding.delete(oldest[0]);
    oldest[1].then(
      (picture) => picture.close(),
      () => undefined,
    );
  }

  #decoded(kept: Blob, id: string): Promise<ImageBitmap> {
    const decoding = this.#decoding.get(id) ?? decodePicture(kept);
    this.#decoding.delete(id);
    return decoding;
  }

  async embed(kept: Blob, id: string, signal: AbortSignal): Promise<Made> {
    let picture: ImageBitmap;
    try {
      picture = await this.#decoded(kept, id);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      return { kind: 'unreadable', failure: error.failure };
    }
    try {
      return { kind: 'rows', rows: await this.#see(picture, id, signal) };
    } finally {
      picture.close();
    }
  }

  async #see(bitmap: ImageBitmap, id: string, signal: AbortSignal): Promise<Float32Array> {
    if (!this.#pictures) return (await this.#eye.see(bitmap)).embedding;
    const rows: Float32Array[] = [];
    for (const picture of this.#pictures(bitmap, id)) {
      try {
        rows.push((await this.#eye.see(picture)).embedding);
      } finally {
        picture.close();
      }
      signal.throwIfAborted();
    }
    return joined(rows);
  }
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
