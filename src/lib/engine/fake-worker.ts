/** Stands in for a Worker in tests: both ends in one thread, messages cloned and in order. */
import { serve, type Role, type Lose } from './host.ts';
import type { WorkerLike } from './link.ts';
import type { Calls } from './protocol.ts';

type Listener = (event: { data: unknown; message?: string }) => void;

export class FakeWorker implements WorkerLike {
  terminated = false;
  readonly #page = new Map<string, Listener[]>();
  readonly #worker: Listener[] = [];

  static serving<C extends Calls>(loadRole: (lose: Lose) => Promise<Role<C>>): FakeWorker {
    const worker = new FakeWorker();
    serve<C>(
      {
        postMessage: (data) => worker.#toPage(structuredClone(data)),
        addEventListener: (_, listener) => worker.#worker.push(listener),
      },
      loadRole,
    );
    return worker;
  }

  postMessage(message: unknown): void {
    const data: unknown = structuredClone(message);
    queueMicrotask(() => {
      if (!this.terminated) for (const listener of this.#worker) listener({ data });
    });
  }

  addEventListener(kind: string, listener: (event: never) => void): void {
    this.#page.set(kind, [...(this.#page.get(kind) ?? []), listener as Listener]);
  }

  terminate(): void {
    this.terminated = true;
  }

  /** What the browser does when a worker's script throws outside any call, or cannot be loaded. */
  crash(message: string): void {
    for (const listener of this.#page.get('error') ?? []) listener({ data: undefined, message });
  }

  #toPage(data: unknown): void {
    queueMicrotask(() => {
      if (this.terminated) return;
      for (const listener of this.#page.get('message') ?? []) listener({ data });
    });
  }
}
