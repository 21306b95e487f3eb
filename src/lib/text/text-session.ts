/** What a text worker holds: one backend's kernels and the models that were asked for. */
import type { BackendReport, EngineMemory } from '#lib/engine/backend.ts';
import { isMemoryError } from '#lib/engine/backends/memory-error.ts';
import type { Lose } from '#lib/engine/host.ts';
import { openKernels, type KernelModules } from '#lib/engine/kernels/open-kernels.ts';
import { calibrateKernels } from '#lib/engine/kernels/probe.ts';
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import { isGpu } from '#lib/engine/ladder.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadTextModel, type TextModelData } from './model/load.ts';
import { TextModel } from './model/text-model.ts';
import type { TextReader } from './model/text-reader.ts';
import type { TextCalls } from './protocol.ts';
import type { Reading } from './reading.ts';
import { isBlank } from './units/plain.ts';

export class TextSession {
  readonly #baseUrl: string;
  readonly #lose: Lose;
  readonly #served = new Map<string, Promise<TextModelData>>();
  readonly #models = new Map<string, TextModel>();
  #kernels!: RecurrentKernels;
  #report!: BackendReport;

  private constructor(baseUrl: string, lose: Lose) {
    this.#baseUrl = baseUrl;
    this.#lose = lose;
  }

  /**
   * Fetches the models while the kernels start. One that does not come fails whoever asks for it, and is
   * then asked for again: the others can be read meanwhile.
   * @throws FailureError of the kernels
   */
  static async open(
    { backend, models, baseUrl }: TextCalls['open']['request'],
    modules: KernelModules,
    progress: (progress: OpenProgress) => void,
    lose: Lose,
  ): Promise<{ session: TextSession; opened: Opened }> {
    const session = new TextSession(baseUrl, lose);
    const tell = (loaded: number, total: number) => progress({ stage: 'download', loaded, total });
    const fetchAll = () => models.map((id) => session.#fetch(id, tell));
    progress({ stage: 'backend', loaded: 0, total: 1 });
    // A GPU may be left again as soon as it names itself.
    const early = isGpu(backend) ? [] : fetchAll();
    const { opened, report } = await openKernels(backend, modules);
    void opened.lost.then(lose);
    session.#kernels = opened.kernels;
    session.#report = report;
    progress({ stage: 'backend', loaded: 1, total: 1, report });
    const fetched = early.length > 0 ? early : fetchAll();
    const medianMs = await calibrateKernels(opened.kernels);
    await Promise.allSettled(fetched);
    return { session, opened: { report: session.#report, medianMs } };
  }

  /** @throws FailureError `offline` | `model-missing` | `model-corrupt` */
  async model(id: string): Promise<TextModel> {
    const data = await this.#fetch(id);
    let model = this.#models.get(id);
    if (!model) {
      model = TextModel.open(data, this.#kernels);
      this.#models.set(id, model);
    }
    return model;
  }

  async read(
    model: TextModel,
    reader: TextReader,
    text: string,
    signal: AbortSignal,
  ): Promise<Reading> {
    const startedMs = performance.now();
    const { logits, windows, steps, covered } = await this.guard(() => reader.read(text, signal));
    const tokens = windows.reduce((sum, { from, to }) => sum + to - from, 0);
    return {
      scores: isBlank(text) ? [] : model.scores(logits),
      tokens,
      steps,
      windows: windows.length,
      covered,
      readMs: performance.now() - startedMs,
      memory: this.#memory(reader),
    };
  }

  /** Tells errors for what they are: a full memory is the end of this worker. */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const failure = isMemoryError(error)
        ? new FailureError('out-of-memory', error.message)
        : error;
      if (failure instanceof FailureError && failure.failure.code === 'out-of-memory') {
        this.#lose(failure.failure);
      }
      throw failure;
    }
  }

  #fetch(id: string, tell?: (loaded: number, total: number) => void): Promise<TextModelData> {
    let served = this.#served.get(id);
    if (!served) {
      served = loadTextModel(id, this.#baseUrl, tell);
      this.#served.set(id, served);
      served.catch(() => this.#served.delete(id));
    }
    return served;
  }

  #memory(reader: TextReader): EngineMemory {
    let bytes = (this.#kernels.heapBytes ?? 0) + reader.bytes;
    for (const model of this.#models.values()) bytes += model.bytes;
    return { tensors: 0, bytes };
  }
}
