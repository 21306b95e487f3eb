/** The eyes of a trainer worker: one backend and one trunk, opened once. */
import type { EngineMemory } from '#lib/engine/backend.ts';
import { allBackends } from '#lib/engine/backends/all.ts';
import { BackendSession, throttled } from '#lib/engine/backends/session.ts';
import type { Lose } from '#lib/engine/host.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import type { Frame } from '#lib/vision/preprocess/frame.ts';
import { createPreprocessor, type Preprocessor } from '#lib/vision/preprocess/preprocessor.ts';
import { openTrunk, type Trunk } from '#lib/vision/trunk.ts';
import { blank } from '#lib/vision/blank.ts';
import { calibrate, warmUp } from '#lib/vision/warm-up.ts';
import type { TrainerCalls } from './protocol.ts';

/** What turns a picture into a row: the trunk, or what a run has made of it. */
export type Extractor = Pick<Trunk, 'inputs' | 'dimensions' | 'embed' | 'dispose'>;

export interface Seen {
  readonly embedding: Float32Array<ArrayBuffer>;
  readonly preprocessMs: number;
  readonly inferMs: number;
  readonly memory: EngineMemory;
}

export class Sight {
  readonly trunk: Trunk;
  readonly #session: BackendSession;
  readonly #preprocessor: Preprocessor;

  private constructor(session: BackendSession, trunk: Trunk, preprocessor: Preprocessor) {
    this.#session = session;
    this.trunk = trunk;
    this.#preprocessor = preprocessor;
  }

  /** @throws FailureError of the backend or of the models */
  static async open(
    { backend, trunk: id, baseUrl }: TrainerCalls['open']['request'],
    progress: (progress: OpenProgress) => void,
    signal: AbortSignal,
    lose: Lose,
  ): Promise<{ sight: Sight; opened: Opened }> {
    const session = await BackendSession.open(backend, allBackends, progress, lose);
    const tell = throttled((loaded, total) => progress({ stage: 'download', loaded, total }));
    const trunk = await openTrunk(id, baseUrl, tell, signal);
    const preprocessor = await createPreprocessor();
    const run: Parameters<typeof calibrate>[1] = (tensors) => trunk.embed(tensors);
    progress({ stage: 'warm-up', loaded: 0, total: 1 });
    await warmUp(trunk.inputs, run, preprocessor, blank);
    signal.throwIfAborted();
    progress({ stage: 'calibrate', loaded: 0, total: 1 });
    const medianMs = await calibrate(trunk.inputs, run, blank);
    session.settle();
    return {
      sight: new Sight(session, trunk, preprocessor),
      opened: { report: session.report, medianMs },
    };
  }

  /**
   * @param frame stays the caller's.
   * @param choose another extractor than the trunk; asked when the frame's turn has come.
   */
  see(frame: Frame, choose?: () => Extractor | undefined): Promise<Seen> {
    return this.#session.turn(async () => {
      const extractor = choose?.() ?? this.trunk;
      const startedMs = performance.now();
      const tensors = await this.#preprocessor.toTensors(frame, extractor.inputs);
      const preparedMs = performance.now();
      const embedding = await extractor
        .embed(tensors)
        .finally(() => tensors.forEach((tensor) => tensor.dispose()));
      const inferMs = performance.now() - preparedMs;
      const memory = this.#session.check();
      return { embedding, preprocessMs: preparedMs - startedMs, inferMs, memory };
    });
  }

  /** Does something else with the backend, when it is nobody else's turn. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    return this.#session.turn(work);
  }

  /** What is held from now on is held on purpose. */
  settle(): void {
    this.#session.settle();
  }
}
