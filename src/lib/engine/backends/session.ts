/**
 * One backend for the whole life of a worker, with what every user of it needs: turns, because its
 * buffers are shared; a budget, because leaks must be noticed; and errors told for what they are.
 */
import { memory } from '@tensorflow/tfjs-core';
import type { BackendName, BackendReport, EngineMemory } from '#lib/engine/backend.ts';
import { MemoryBudget } from '#lib/engine/budget.ts';
import type { Lose } from '#lib/engine/host.ts';
import type { OpenProgress } from '#lib/engine/protocol.ts';
import { Turns } from '#lib/engine/turns.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { isMemoryError } from './memory-error.ts';
import { openBackend, type BackendModules } from './open.ts';
import type { OpenedBackend } from './opened-backend.ts';

/** A device that is lost may break a computation before it says so. */
const lossNoticeMs = 250;

const progressEveryMs = 100;

export class BackendSession {
  readonly report: BackendReport;
  readonly #backend: OpenedBackend;
  readonly #lose: Lose;
  readonly #turns = new Turns();
  #budget: MemoryBudget | undefined;

  private constructor(backend: OpenedBackend, report: BackendReport, lose: Lose) {
    this.#backend = backend;
    this.report = report;
    this.#lose = lose;
  }

  /** @throws FailureError of the backend */
  static async open(
    name: BackendName,
    backends: BackendModules,
    progress: (progress: OpenProgress) => void,
    lose: Lose,
  ): Promise<BackendSession> {
    progress({ stage: 'backend', loaded: 0, total: 1 });
    const { backend, report } = await openBackend(name, backends);
    void backend.lost.then(lose);
    progress({ stage: 'backend', loaded: 1, total: 1, report });
    return new BackendSession(backend, report, lose);
  }

  /** What is held now, with everything loaded and warm, is what may be held between turns. */
  settle(): void {
    this.#budget = new MemoryBudget(memoryInUse());
  }

  /** More is on its way: what is held counts again when it has settled. */
  unsettle(): void {
    this.#budget = undefined;
  }

  /** To be asked in a turn when its own tensors are gone. @throws FailureError `out-of-memory` */
  check(): EngineMemory {
    const used = memoryInUse();
    this.#budget?.check(used);
    return used;
  }

  /** Runs `work` when everything that asked before it is done. */
  async turn<T>(work: () => Promise<T>): Promise<T> {
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
    // What was cancelled by us says nothing of the device.
    if (error instanceof DOMException && error.name === 'AbortError') return error;
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
export function throttled(
  tell: (loaded: number, total: number) => void,
): (loaded: number, total: number) => void {
  let nextMs = 0;
  return (loaded, total) => {
    const nowMs = performance.now();
    if (nowMs < nextMs && loaded < total) return;
    nextMs = nowMs + progressEveryMs;
    tell(loaded, total);
  };
}
