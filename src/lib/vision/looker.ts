/** Looks at single frames: one backend, one set of models, opened once. Runs in a worker. */
import { memory } from '@tensorflow/tfjs-core';
import { openBackend } from '#lib/engine/backends/open.ts';
import { isMemoryError } from '#lib/engine/backends/memory-error.ts';
import type { OpenedBackend } from '#lib/engine/backends/opened-backend.ts';
import type { EngineMemory } from '#lib/engine/backend.ts';
import { MemoryBudget } from '#lib/engine/budget.ts';
import type { OnProgress } from '#lib/engine/graph/load.ts';
import type { Lose } from '#lib/engine/host.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import { Turns } from '#lib/engine/turns.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { openClassifier, type Classifier } from './classifier.ts';
import { CoveredImage } from './covered-image.ts';
import { occlusionMap } from './explain.ts';
import type { FrameResult, HeatMap, LabelId } from './prediction.ts';
import { frameSize, type Frame } from './preprocess/frame.ts';
import { createPreprocessor, type Preprocessor } from './preprocess/preprocessor.ts';
import type { VisionCalls } from './protocol.ts';
import { calibrate, warmUp } from './warm-up.ts';
import type { LiveCounters } from './live-loop.ts';

/** A device that is lost may break a computation before it says so. */
const lossNoticeMs = 250;

const progressEveryMs = 100;

const still: LiveCounters = { transfer: 0, dropped: 0, frames: 1 };

export class Looker {
  readonly #backend: OpenedBackend;
  readonly #classifier: Classifier;
  readonly #preprocessor: Preprocessor;
  readonly #budget: MemoryBudget;
  readonly #lose: Lose;
  readonly #turns = new Turns();

  private constructor(
    backend: OpenedBackend,
    classifier: Classifier,
    preprocessor: Preprocessor,
    lose: Lose,
  ) {
    this.#backend = backend;
    this.#classifier = classifier;
    this.#preprocessor = preprocessor;
    this.#lose = lose;
    this.#budget = new MemoryBudget(memoryInUse());
  }

  /** @throws FailureError of the backend or of the models */
  static async open(
    { backend: name, models, baseUrl }: VisionCalls['open']['request'],
    progress: (progress: OpenProgress) => void,
    signal: AbortSignal,
    lose: Lose,
  ): Promise<{ looker: Looker; opened: Opened }> {
    progress({ stage: 'backend', loaded: 0, total: 1 });
    const { backend, report } = await openBackend(name);
    void backend.lost.then(lose);
    progress({ stage: 'backend', loaded: 1, total: 1, report });
    const classifier = await openClassifier(
      models,
      baseUrl,
      throttled((loaded, total) => progress({ stage: 'download', loaded, total })),
      signal,
    );
    const preprocessor = createPreprocessor();
    progress({ stage: 'warm-up', loaded: 0, total: 1 });
    await warmUp(classifier, preprocessor);
    signal.throwIfAborted();
    progress({ stage: 'calibrate', loaded: 0, total: 1 });
    const medianMs = await calibrate(classifier);
    const looker = new Looker(backend, classifier, preprocessor, lose);
    return { looker, opened: { report, medianMs } };
  }

  look(frame: Frame, { transfer, dropped, frames }: LiveCounters = still): Promise<FrameResult> {
    return this.#turn(async () => {
      const { width, height } = frameSize(frame);
      const startedMs = performance.now();
      const tensors = await this.#preprocessor.toTensors(frame, this.#classifier.inputs);
      const preparedMs = performance.now();
      const result = await this.#classifier
        .classify(tensors, { width, height })
        .finally(() => tensors.forEach((tensor) => tensor.dispose()));
      const classifiedMs = performance.now();
      const used = memoryInUse();
      this.#budget.check(used);
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

  /** Where the networks themselves show the label. */
  activation(image: ImageBitmap, label: LabelId): Promise<HeatMap> {
    return this.#turn(async () => {
      const tensors = await this.#preprocessor.toTensors(image, this.#classifier.inputs);
      return this.#classifier
        .activation(tensors, label, frameSize(image))
        .finally(() => tensors.forEach((tensor) => tensor.dispose()));
    });
  }

  /** Where the label's score suffers when the place is covered. Live frames go in between. */
  occlusion(
    image: ImageBitmap,
    label: LabelId,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<HeatMap> {
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

  async #turn<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#turns.take(work);
    } catch (error) {
      throw await this.#explained(error);
    }
  }

  /** Finds out whether an error only shows that the device or its memory is gone. */
  async #explained(error: unknown): Promise<unknown> {
    const failure = isMemoryError(error) ? new FailureError('out-of-memory', error.message) : error;
    if (failure instanceof FailureError) {
      if (failure.failure.code === 'out-of-memory') this.#lose(failure.failure);
      return failure;
    }
    const notice = new Promise<undefined>((resolve) => setTimeout(resolve, lossNoticeMs));
    const lost = await Promise.race([this.#backend.lost, notice]);
    return lost ? new FailureError(lost.code, lost.detail) : error;
  }
}

function memoryInUse(): EngineMemory {
  const { numTensors, numBytes } = memory();
  return { tensors: numTensors, bytes: numBytes };
}

/** Bytes come in hundreds of pieces; the page need not hear of each. */
function throttled(tell: OnProgress): OnProgress {
  let nextMs = 0;
  return (loaded, total) => {
    const nowMs = performance.now();
    if (nowMs < nextMs && loaded < total) return;
    nextMs = nowMs + progressEveryMs;
    tell(loaded, total);
  };
}
