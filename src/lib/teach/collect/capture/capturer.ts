/** The page's end of the capture worker: one worker, started at the first sample, replaced when it dies. */
import { FailureError } from '#lib/failure/failure.ts';
import type { Captured, CaptureAnswer, CaptureRequest, PictureFormat, Shot } from './protocol.ts';

/** No picture takes this long; a worker that does has run out of something. */
const patienceMs = 60_000;

export type CaptureWorker = Pick<
  Worker,
  'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'
>;

interface Pending {
  readonly resolve: (shot: Shot) => void;
  readonly reject: (error: unknown) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export class Capturer {
  readonly #start: () => CaptureWorker;
  #worker: CaptureWorker | undefined;
  #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(start: () => CaptureWorker = startWorker) {
    this.#start = start;
  }

  /**
   * Takes over a bitmap: it is transferred.
   * @throws FailureError image-*, out-of-memory, no-worker
   */
  async capture(source: ImageBitmap | Blob, format: PictureFormat = 'jpeg'): Promise<Captured> {
    return (await this.shoot(source, format)).captured;
  }

  /** {@link capture}, with what tells one frame of a recording from the next. */
  shoot(source: ImageBitmap | Blob, format: PictureFormat = 'jpeg'): Promise<Shot> {
    const id = ++this.#lastId;
    const request: CaptureRequest = { id, source, format };
    const worker = this.#open();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#replace(new FailureError('image-too-large', `over ${patienceMs} ms`));
      }, patienceMs);
      this.#pending.set(id, { resolve, reject, timer });
      worker.postMessage(request, source instanceof Blob ? [] : [source]);
    });
  }

  close(): void {
    this.#replace(new FailureError('worker-died', 'the project was closed'));
  }

  #open(): CaptureWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#start();
    worker.onmessage = ({ data }: MessageEvent<CaptureAnswer>) => this.#settle(data);
    // Not an answer at all: the script could not start, or memory ran out in the middle.
    worker.onerror = ({ message }) => this.#replace(new FailureError('worker-died', message));
    this.#worker = worker;
    return worker;
  }

  #settle(answer: CaptureAnswer): void {
    const pending = this.#pending.get(answer.id);
    if (!pending) return;
    this.#pending.delete(answer.id);
    clearTimeout(pending.timer);
    if (answer.kind === 'captured') pending.resolve(answer);
    else if (answer.kind === 'failure') {
      pending.reject(new FailureError(answer.failure.code, answer.failure.detail));
    } else pending.reject(answer.error);
  }

  /** Whatever was in the old worker has failed; the next capture starts a new one. */
  #replace(error: FailureError): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    const failed = this.#pending;
    this.#pending = new Map();
    for (const { reject, timer } of failed.values()) {
      clearTimeout(timer);
      reject(error);
    }
  }
}

const startWorker = (): CaptureWorker =>
  new Worker(new URL('./capture.worker.ts', import.meta.url), { type: 'module' });
