/** Looks at single frames: one backend, one set of models, opened once. Runs in a worker. */
import type { BackendModules } from '#lib/engine/backends/open.ts';
import { BackendSession, throttled } from '#lib/engine/backends/session.ts';
import { loadIndex } from '#lib/cache/index-file.ts';
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
import { stagesOf } from './stages.ts';
import { calibrate, firstFrame, warmUp } from './warm-up.ts';

/** A walk to the window is no event. */
const againMs = 30_000;

export class Looker {
  readonly #session: BackendSession;
  #classifier: Classifier;
  readonly #preprocessor: Preprocessor;
  #whole: Promise<unknown> | undefined;

  private constructor(session: BackendSession, classifier: Classifier, preprocessor: Preprocessor) {
    this.#session = session;
    this.#classifier = classifier;
    this.#preprocessor = preprocessor;
  }

  /** @throws FailureError of the backend or of the models */
  static async open(
    { backend, models, baseUrl, knownMs }: VisionCalls['open']['request'],
    backends: BackendModules,
    progress: (progress: OpenProgress) => void,
    signal: AbortSignal,
    lose: Lose,
  ): Promise<{ looker: Looker; opened: Opened }> {
    const opening = BackendSession.open(backend, backends, progress, lose);
    // What is likely to be left again does not read networks meanwhile.
    if (backend !== 'wasm') await opening;
    const openNetworks = async () => {
      const index = loadIndex(baseUrl, signal);
      const { now, ...stages } = await stagesOf(models, index);
      const tell = throttled((loaded, total) => progress({ stage: 'download', loaded, total }));
      const classifier = await openClassifier(now, baseUrl, tell, signal, {}, opening, index);
      return { classifier, ...stages };
    };
    const [session, { classifier, later, share }] = await Promise.all([opening, openNetworks()]);
    const preprocessor = await createPreprocessor();
    // Where the speed is known, so is that it runs: the first frame is answered instead of a blank one.
    const medianMs = knownMs ?? (await measure(classifier, preprocessor, progress, signal)) / share;
    session.settle();
    const looker = new Looker(session, classifier, preprocessor);
    if (later.length > 0) looker.#whole = looker.#complete(models, later, baseUrl);
    return { looker, opened: { report: session.report, medianMs } };
  }

  /** Settles when every network that was asked for answers; at once where it cannot come now. */
  get whole(): Promise<unknown> | undefined {
    return this.#whole;
  }

  look(
    frame: Frame,
    { transfer, dropped, frames }: LiveCounters = stillFrame,
  ): Promise<FrameResult> {
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
  async #complete(
    models: readonly string[],
    later: readonly string[],
    baseUrl: string,
  ): Promise<void> {
    try {
      const rest = await openClassifier(later, baseUrl);
      await this.#session.turn(async () => {
        await warmUp(
          rest.inputs,
          (tensors) => rest.classify(tensors, firstFrame),
          this.#preprocessor,
        );
        this.#classifier = this.#classifier.with(rest, models);
        this.#session.settle();
      });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      // The keeping of the app says what is wrong, and goes on to bring it (`pwa/offline.svelte.ts`).
      setTimeout(() => {
        this.#whole = this.#complete(models, later, baseUrl);
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

/** Milliseconds of a whole inference, after one that compiles. */
async function measure(
  classifier: Classifier,
  preprocessor: Preprocessor,
  progress: (progress: OpenProgress) => void,
  signal: AbortSignal,
): Promise<number> {
  const { inputs } = classifier;
  const run: Parameters<typeof calibrate>[1] = (tensors) =>
    classifier.classify(tensors, firstFrame);
  progress({ stage: 'warm-up', loaded: 0, total: 1 });
  await warmUp(inputs, run, preprocessor);
  signal.throwIfAborted();
  progress({ stage: 'calibrate', loaded: 0, total: 1 });
  return calibrate(inputs, run);
}
