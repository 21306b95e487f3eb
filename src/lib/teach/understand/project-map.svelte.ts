/** The map of a project's samples: the quick projection at once, the careful one after it. */
import type { PlacedPoint } from '#lib/charts/plane.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { TrainerCalls } from '../trainer/protocol.ts';

type MapCall = TrainerCalls['map'];
export type MapMethod = MapCall['request']['method'];

export interface MapEngine {
  call(
    name: 'map',
    payload: MapCall['request'],
    options: CallOptions<MapCall>,
  ): RunningCall<MapCall>;
}

/** Fewer have no neighbourhoods to draw. */
export const leastForMap = 3;

export class ProjectMap {
  readonly #engine: MapEngine;
  #running: AbortController | undefined;
  #method = $state<MapMethod>('pca');
  #points = $state.raw<readonly PlacedPoint[]>();
  #fraction = $state<number>();
  #failure = $state.raw<Failure>();

  constructor(engine: MapEngine) {
    this.#engine = engine;
  }

  get method(): MapMethod {
    return this.#method;
  }

  /** Undefined before the first map. */
  get points(): readonly PlacedPoint[] | undefined {
    return this.#points;
  }

  /** 0..1 while it draws. */
  get fraction(): number | undefined {
    return this.#fraction;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Draws anew; the earlier map stays until then. */
  async draw(method: MapMethod, seed: number): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#method = method;
    this.#fraction = 0;
    this.#failure = undefined;
    const { ending } = this.#engine.call(
      'map',
      { method, seed },
      {
        signal: running.signal,
        onProgress: ({ fraction }) => {
          if (this.#running === running) this.#fraction = fraction;
        },
      },
    );
    const end = await ending;
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#fraction = undefined;
    if (end.kind === 'result') {
      this.#points = end.value.map(({ sampleId, x, y }) => ({ id: sampleId, x, y }));
    }
    if (end.kind === 'failure') this.#failure = end.failure;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#fraction = undefined;
  }
}
