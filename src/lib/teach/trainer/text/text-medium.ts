/** Projects of texts: how they are embedded and trained on. */
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { readTexts } from '#lib/storage/samples.ts';
import { joinNearDuplicates } from '../../score/near-duplicates.ts';
import { fitWriting, type Writing } from '../../score/writing.ts';
import type { Vectors } from '../cache.ts';
import type { DeepFitJob } from '../deep/deep-fit-job.ts';
import type { Made, Medium, SampleSource } from '../medium.ts';
import type { LabelledSample } from '../protocol.ts';
import { fitHead } from '../train/fit-head.ts';
import type { Fitted } from '../train/fit.ts';
import type { Reader } from './reader.ts';

/** So many texts show how a project writes; more would only take time. */
const mostRead = 2_000;

/** What suits most sets of `npm run eval:text-calibration` (docs/decisions/0013). */
export const textTemperatures = {
  means: { many: 0.12, few: 1.2, weight: 2 },
  ridge: { many: 0.16, few: 0, weight: 8 },
  knn: { many: 1.3, few: 1.2, weight: 200 },
  lda: { many: 6, few: 1, weight: 2 },
} as const;

export class TextMedium implements Medium {
  readonly togetherMs = 400;
  readonly temperatures = textTemperatures;
  readonly #reader: Reader;
  /** Texts that {@link writingOf} has read, by sample id: the text of an id never changes. */
  #read: ReadonlyMap<string, string> = new Map();

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  get trunk() {
    return this.#reader.trunk;
  }

  source(projectId: string): SampleSource<string> {
    return {
      read: (ids) => readTexts(projectId, ids),
      embed: async (text, _, signal): Promise<Made> => ({
        kind: 'rows',
        rows: await this.#reader.embed(text, signal),
      }),
    };
  }

  async writingOf(samples: readonly LabelledSample[], projectId: string): Promise<Writing> {
    const step = Math.max(1, samples.length / mostRead);
    const some = samples.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
    const missing = some.filter(({ id }) => !this.#read.has(id)).map(({ id }) => id);
    const texts = await readTexts(projectId, missing);
    this.#read = new Map(some.map(({ id }) => [id, this.#read.get(id) ?? texts.get(id) ?? '']));
    return fitWriting([...this.#read.values()], this.#reader.listed);
  }

  async grouped(
    samples: readonly LabelledSample[],
    projectId: string,
  ): Promise<readonly LabelledSample[]> {
    const texts = await textsOf(projectId, samples);
    const bursts = joinNearDuplicates(
      texts,
      samples.map(({ burst }) => burst),
    );
    return samples.map((sample, i) => ({ ...sample, burst: bursts[i]! }));
  }

  /** A text has no copies: what changes a word may change what it says. */
  copies(): Promise<ReadonlyMap<string, Vectors>> {
    return Promise.resolve(new Map());
  }

  async fit(job: DeepFitJob, projectId: string): Promise<Fitted> {
    const { method } = job.settings;
    switch (method) {
      case 'bag-of-words': {
        const { fitBag } = await loadChunk(() => import('./fit-bag.ts'));
        return fitBag(job, await textsOf(projectId, job.dataset.samples));
      }
      case 'lstm':
      case 'fine-tune': {
        const { fitLstm, fineTuneEncoder } = await loadChunk(() => import('./fit-network.ts'));
        const fit = method === 'lstm' ? fitLstm : fineTuneEncoder;
        return fit(job, await textsOf(projectId, job.dataset.samples), this.#reader);
      }
      case 'cnn':
        throw new RangeError(`${method} learns from pictures`);
      default:
        return fitHead(method, job);
    }
  }
}

/** In the order of the samples; a text that is gone is empty. */
async function textsOf(projectId: string, samples: readonly LabelledSample[]): Promise<string[]> {
  const ids = samples.map(({ id }) => id);
  const texts = await readTexts(projectId, ids);
  return ids.map((id) => texts.get(id) ?? '');
}
