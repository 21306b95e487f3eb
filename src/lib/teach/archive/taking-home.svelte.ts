/** Saving a project and exporting its model, as the panel shows it. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { readPictures } from '#lib/storage/samples.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import type { Answerer } from '../trainer/protocol.ts';
import { chosenAnswerer } from './chosen-answerer.ts';
import { canShare, download } from './hand-over.ts';
import { callArchive, modelsUrl } from './open-archive.ts';
import { pageParts, textParts } from './page-parts.ts';
import type { ArchiveProgress, ExportedModel, ModelLayout, SavedFile } from './protocol.ts';

export type TakingState = 'idle' | 'saving' | 'exporting' | 'done' | 'cancelled' | 'failed';

/** Pictures that are looked at to guess the size of all. */
const weighed = 24;

export class TakingHome {
  readonly #project: OpenProject;
  #state = $state.raw<TakingState>('idle');
  #progress = $state.raw<ArchiveProgress>();
  #file = $state.raw<SavedFile | ExportedModel>();
  #failure = $state.raw<Failure>();
  #stop: AbortController | undefined;

  constructor(project: OpenProject) {
    this.#project = project;
  }

  get state(): TakingState {
    return this.#state;
  }

  get busy(): boolean {
    return this.#state === 'saving' || this.#state === 'exporting';
  }

  get progress(): ArchiveProgress | undefined {
    return this.#progress;
  }

  /** What was made last; it was downloaded already. */
  get file(): SavedFile | ExportedModel | undefined {
    return this.#file;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  get shareable(): boolean {
    return this.#file !== undefined && canShare(this.#file);
  }

  async saveProject(): Promise<void> {
    await this.#work('saving', (options) =>
      callArchive('saveProject', { projectId: this.#project.id }, options),
    );
  }

  /** The texts of a project, as a table. */
  async saveSamples(): Promise<void> {
    await this.#work('saving', (options) =>
      callArchive('saveSamples', { projectId: this.#project.id }, options),
    );
  }

  /** @param instant what answers where no run was chosen. */
  async exportModel(
    layout: ModelLayout,
    instant: Answerer | undefined,
    unknownFrom: number | undefined,
    locale: string,
  ): Promise<void> {
    await this.#work('exporting', async (options) => {
      const answerer = instant ?? (await chosenAnswerer(this.#project));
      if (!answerer) throw new FailureError('model-missing', 'no answer yet');
      const request = {
        projectId: this.#project.id,
        layout,
        answerer,
        unknownFrom: Number.isFinite(unknownFrom) ? unknownFrom : undefined,
        locale,
        baseUrl: modelsUrl(),
      };
      if (this.#isText) {
        const parts = await textParts(layout);
        return callArchive('exportTextModel', { ...request, ...parts }, options);
      }
      const page = layout === 'page' ? await pageParts() : undefined;
      return callArchive('exportModel', { ...request, page }, options);
    });
  }

  cancel(): void {
    this.#stop?.abort();
  }

  downloadAgain(): void {
    if (this.#file) download(this.#file);
  }

  get #isText(): boolean {
    return this.#project.project.kind === 'text';
  }

  /** About how many bytes a saved project has. */
  async estimate(): Promise<number> {
    // Small beside its weights, whatever is in it.
    if (this.#isText) return 0;
    const ids = this.#project.classes.flatMap(({ id }) =>
      this.#project.samplesOf(id).map((sample) => sample.id),
    );
    const step = Math.max(1, Math.floor(ids.length / weighed));
    const some = ids.filter((_, i) => i % step === 0).slice(0, weighed);
    const pictures = [...(await readPictures(this.#project.id, some)).values()];
    if (pictures.length === 0) return 0;
    const mean = pictures.reduce((sum, { size }) => sum + size, 0) / pictures.length;
    // A thumbnail, and its lines in the lists.
    return ids.length * (mean + 4_000);
  }

  async #work(
    state: 'saving' | 'exporting',
    call: (options: {
      signal: AbortSignal;
      onProgress: (progress: ArchiveProgress) => void;
    }) => ReturnType<
      typeof callArchive<'saveProject' | 'saveSamples' | 'exportModel' | 'exportTextModel'>
    >,
  ): Promise<void> {
    if (this.busy) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#state = state;
    this.#progress = undefined;
    this.#file = undefined;
    this.#failure = undefined;
    try {
      const ending = await call({
        signal: stop.signal,
        onProgress: (progress) => (this.#progress = progress),
      });
      if (ending.kind === 'result') {
        this.#file = ending.value;
        this.#state = 'done';
        download(ending.value);
      } else if (ending.kind === 'cancelled') this.#state = 'cancelled';
      else this.#fail(ending.failure);
    } catch (error) {
      this.#fail(error instanceof FailureError ? error.failure : { code: 'worker-died' });
      if (!(error instanceof FailureError)) throw error;
    }
  }

  #fail(failure: Failure): void {
    this.#failure = failure;
    this.#state = 'failed';
  }
}
