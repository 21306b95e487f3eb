/** Looks at single frames: one backend, one set of models, opened once. Runs in a worker. */
import type { BackendModules } from '#lib/engine/backends/open.ts';
import { BackendSession, throttled } from '#lib/engine/backends/session.ts';
import { loadIndex } from '#lib/cache/index-file.ts';
import { blank } from './blank.ts';
import type { Lose } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { openClassifier, type Classifier } from './classifier.ts';
import { stillFrame, type LiveCounters } from './live-loop.ts';
import type { FrameResult, HeatMap, LabelId } from './prediction.ts';
import { frameSize, type Frame } from './preprocess/frame.ts';
import { createPreprocessor, type Preprocessor } from './preprocess/preprocessor.ts';
import type { VisionCalls } from './protocol.ts';
import { stagesOf, type Stages } from './stages.ts';

/** A walk to the window is no event. */
const againMs = 30_000;

/** Only where backends are compared. */
const comparing = () => loadChunk(() => import('./warm-up.ts'));

export class Looker {
  readonly #session: BackendSession;
  #classifier: Classifier;
  readonly #preprocessor: Preprocessor;
  readonly #models: readonly string[];
  readonly #baseUrl: string;
  readonly #stages: Stages;
  #whole: Promise<unknown> | undefined;

  private constructor(
    session: BackendSession,
    classifier: Classifier,
    preprocessor: Preprocessor,
    stages: Stages,
    { models, baseUrl }: VisionCalls['open']['request'],
  ) {
    this.#session = session;
    this.#classifier = classifier;
    this.#preprocessor = preprocessor;
    this.#stages = stages;
    this.#models = models;
    this.#baseUrl = baseUrl;
  }

  /** @throws FailureError of the backend or of the models */
  static async open(
    request: VisionCalls['open']['request'],
    backends: BackendModules,
    progress: (progress: OpenProgress) => void,
    signal: AbortSignal,
    lose: Lose,
  ): Promise<{ looker: Looker; opened: Opened }> {
    const { backend, models, baseUrl } = request;
    const opening = BackendSession.open(backend, backends, progress, lose);
    // What is likely to be left again does not read networks meanwhile.
    if (backend !== 'wasm') await opening;
    const openNetworks = async () => {
      const index = loadIndex(baseUrl, signal);
      const stages = await stagesOf(models, index);
      const { now, drafts } = stages;
      const onProgress = throttled((loaded, total) =>
        progress({ stage: 'download', loaded, total }),
      );
      const options = { onProgress, signal, backend: opening, index, drafts };
      return { stages, classifier: await openClassifier(now, baseUrl, options) };
    };
    const [session, { stages, classifier }] = await Promise.all([opening, openNetworks()]);
    const looker = new Looker(session, classifier, await createPreprocessor(), stages, request);
    // Where nobody compares it, the first frame is answered instead of a blank one.
    const medianMs = request.measured ? await looker.measure(signal, progress) : undefined;
    session.settle();
    return { looker, opened: { report: session.report, medianMs } };
  }

  /** Settles when every network that was asked for answers; at once where it cannot come now. */
  get whole(): Promise<unknown> {
    return (this.#whole ??= this.#complete());
  }

  /** Milliseconds of a whole inference, after one that compiles. */
  async measure(
    signal: AbortSignal,
    progress: (progress: OpenProgress) => void = () => {},
  ): Promise<number> {
    const { calibrate, firstFrame } = await comparing();
    return this.#session.turn(async () => {
      const classifier = this.#classifier;
      const { inputs, models } = classifier;
      const run: Parameters<typeof calibrate>[1] = (tensors) =>
        classifier.classify(tensors, firstFrame);
      progress({ stage: 'warm-up', loaded: 0, total: 1 });
      await this.#warmUp(classifier);
      signal.throwIfAborted();
      progress({ stage: 'calibrate', loaded: 0, total: 1 });
      const share = models.length < this.#models.length ? this.#stages.share : 1;
      return (await calibrate(inputs, run, blank)) / share;
    });
  }

  async #warmUp(classifier: Classifier): Promise<void> {
    const { firstFrame, warmUp } = await comparing();
    const run: Parameters<typeof warmUp>[1] = (tensors) => classifier.classify(tensors, firstFrame);
    await warmUp(classifier.inputs, run, this.#preprocessor, blank);
  }

  async look(frame: Frame, counters: LiveCounters = stillFrame): Promise<FrameResult> {
    const result = await this.#look(frame, counters);
    // The rest comes when somebody has been answered.
    if (!this.#whole) setTimeout(() => void this.whole);
    return result;
  }

  #look(frame: Frame, { transfer, dropped, frames }: LiveCounters): Promise<FrameResult> {
    return this.#session.turn(async () => {
      const { width, height } = frameSize(frame);
      const startedMs = performance.now();
      const tensors = await this.#preprocessor.toTensors(frame, this.#classifier.inputs);
      const preparedMs = performance.now();
      const result = await this.#classifier
        .classify(tensors, { width, height })
        .finally(() => tensors.forEach((tensor) => tensor.dispose()));
      const classifiedMs = performance.now();
      const used = this.#session.check();
      const { predictions, detections } = result;
      const times = {
        transfer,
        preprocess: preparedMs - startedMs,
        infer: classifiedMs - preparedMs,
        post: performance.now() - classifiedMs,
      };
      const { models } = this.#classifier;
      return {
        predictions,
        detections,
        times,
        memory: used,
        dropped,
        frames,
        width,
        height,
        models,
      };
    });
  }

  /** Brings what was not on the device; those that are here answer alone until it has come. */
  async #complete(): Promise<void> {
    const { later, drafts } = this.#stages;
    if (later.length === 0) return;
    // Frames are looked at meanwhile, beside weights that come in.
    this.#session.unsettle();
    try {
      const rest = await openClassifier(later, this.#baseUrl);
      await this.#session.turn(async () => {
        // What compiles for seconds, and keeps what it compiled, does so before it counts as settled.
        if (this.#session.report.backend !== 'wasm') await this.#warmUp(rest);
        const first = this.#classifier;
        this.#classifier = drafts ? rest : first.with(rest, this.#models);
        if (drafts) first.dispose();
        this.#session.settle();
      });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#session.settle();
      // The keeping of the app says what is wrong, and goes on to bring it (`pwa/offline.svelte.ts`).
      setTimeout(() => {
        this.#whole = this.#complete();
      }, againMs);
    }
  }

  /** Where the networks themselves show the label; undefined where they cannot tell. */
  activation(image: ImageBitmap, label: LabelId): Promise<HeatMap | undefined> {
    return this.#session.turn(async () => {
      const tensors = await this.#preprocessor.toTensors(image, this.#classifier.inputs);
      return this.#classifier
        .activation(tensors, label, frameSize(image))
        .finally(() => tensors.forEach((tensor) => tensor.dispose()));
    });
  }

  /** Where the label's score suffers when the place is covered. Live frames go in between. */
  async occlusion(
    image: ImageBitmap,
    label: LabelId,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<HeatMap> {
    // Only for those who ask why.
    const [{ CoveredImage }, { occlusionMap }] = await loadChunk(() =>
      Promise.all([import('./covered-image.ts'), import('./explain.ts')]),
    );
    const covered = new CoveredImage(image);
    const scoreWithout: Parameters<typeof occlusionMap>[2] = async (patch) => {
      const bitmap = covered.without(patch);
      try {
        const { predictions } = await this.look(bitmap);
        return predictions.find((prediction) => prediction.label === label)?.score ?? 0;
      } finally {
        bitmap.close();
      }
    };
    return occlusionMap(label, covered, scoreWithout, { onProgress, signal });
  }
}
