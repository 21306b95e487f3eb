/** Looks through the camera for the codes of a file, until it has all of them. */
import type { FromReader, ToReader } from './protocol.ts';
import { Receiver } from './receiver.ts';

export interface Camera {
  /** The picture shown now; undefined before the first one. */
  grab(): Promise<ImageBitmap | undefined>;
}

const pauseWithoutPictureMs = 60;

export class CodeRead {
  #progress = $state(0);
  #seen = $state(false);
  #corrupt = $state(false);

  /** 0..1 of the file. */
  get progress(): number {
    return this.#progress;
  }

  /** Whether any code of ours was found yet. */
  get seen(): boolean {
    return this.#seen;
  }

  /** A whole file came and was not what its hash says: it is read again. */
  get corrupt(): boolean {
    return this.#corrupt;
  }

  /** Resolves with the file; undefined when it was stopped. */
  async read(camera: Camera, signal: AbortSignal): Promise<ArrayBuffer | undefined> {
    const worker = new Worker(new URL('./reader.worker.ts', import.meta.url), {
      type: 'module',
      name: 'codes',
    });
    const receiver = new Receiver();
    try {
      while (!signal.aborted) {
        const frame = await camera.grab();
        if (!frame) {
          await new Promise((resolve) => setTimeout(resolve, pauseWithoutPictureMs));
          continue;
        }
        const { code } = await look(worker, frame);
        const received = code && (await receiver.take(code));
        if (!received) continue;
        this.#seen = true;
        this.#progress = received.progress;
        this.#corrupt = received.corrupt ?? false;
        if (received.file) return received.file;
      }
      return undefined;
    } finally {
      worker.terminate();
    }
  }
}

/** One frame at a time: the newest is grabbed when the worker has looked at the last. */
function look(worker: Worker, frame: ImageBitmap): Promise<FromReader> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromReader>) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ frame } satisfies ToReader, [frame]);
  });
}
