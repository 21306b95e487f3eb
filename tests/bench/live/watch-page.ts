/**
 * What is watched inside a page that classifies live, the same in everybody's: when another picture came from the
 * camera, when another label stood on the page, and the frames that the page drew. Sent to the page as text.
 */
export interface Watched {
  /** Milliseconds since 1970: another picture came to this browser's process. */
  readonly changes: readonly number[];
  /** Another label stood first. */
  readonly labels: readonly { readonly at: number; readonly label: string }[];
  /** An answer stood on the page; `tookMs` since its frame was taken, as far as that is known. */
  readonly answers: readonly { readonly at: number; readonly tookMs: number }[];
  /** Of our own app: milliseconds of each inference, preprocessing included. */
  readonly inferences: readonly number[];
  /** Frames that the page drew. */
  readonly drawn: number;
  readonly sinceMs: number;
}

/** As much of a worker's news as is watched; anything else has none of it. */
interface News {
  readonly payload?: {
    readonly kind?: string;
    readonly result?: { readonly times?: Readonly<Record<string, number>> };
  };
}

interface Watching {
  changes: number[];
  labels: { at: number; label: string }[];
  answers: { at: number; tookMs: number }[];
  inferences: number[];
  drawn: number;
  since: number;
}

interface WatchedWindow {
  watching: Watching;
  /** Of the exported page. */
  webcam?: { update(): void };
}

/** Runs in the page before anything of it. */
export function watch(firstLabel: string, watchingWorkers: boolean, processorSource: string): void {
  const clock = () => performance.timeOrigin + performance.now();
  const fresh = (): Watching => ({
    changes: [],
    labels: [],
    answers: [],
    inferences: [],
    drawn: 0,
    since: performance.now(),
  });
  const page = globalThis as unknown as WatchedWindow;
  page.watching = fresh();
  // The exported page calls something of its own by this name.
  const { createObjectURL } = URL;

  // A copy of the track goes to a worker, which looks at the middle of every frame.
  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints) => {
    const stream = await open(constraints);
    const [track] = stream.getVideoTracks();
    if (track) {
      const Processor = (
        globalThis as unknown as {
          MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack }) => {
            readable: ReadableStream;
          };
        }
      ).MediaStreamTrackProcessor;
      const { readable } = new Processor({ track: track.clone() });
      const url = createObjectURL(new Blob([processorSource], { type: 'text/javascript' }));
      const worker = new Plain(url);
      worker.onmessage = ({ data }: MessageEvent<number>) => page.watching.changes.push(data);
      worker.postMessage(readable, [readable]);
    }
    return stream;
  };

  const Plain = Worker;
  if (watchingWorkers) {
    globalThis.Worker = class extends Plain {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<News>) => {
          const { kind, result } = data.payload ?? {};
          if (kind !== 'frame' || !result?.times) return;
          const { transfer = 0, preprocess = 0, infer = 0, post = 0 } = result.times;
          const received = performance.now();
          page.watching.inferences.push(preprocess + infer + post);
          // The page's own listener comes after this one, and what it changes stands before the next task.
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            const hereMs = performance.now() - received;
            page.watching.answers.push({
              at: clock(),
              tookMs: transfer + preprocess + infer + post + hereMs,
            });
            port1.close();
          };
          port2.postMessage(0);
        });
      }
    };
  }

  let takenAt = NaN;
  let label = '';
  const look = () => {
    const found = document.querySelector(firstLabel);
    const now = found?.getAttribute('data-label') ?? likeliest();
    if (now === '') return;
    if (!watchingWorkers) {
      page.watching.answers.push({ at: clock(), tookMs: performance.now() - takenAt });
    }
    if (now !== label) page.watching.labels.push({ at: clock(), label: now });
    label = now;
  };
  /** The exported page lists every class with its probability. */
  const likeliest = (): string => {
    const rows = [...document.querySelectorAll('#label-container > div:not(:empty)')].map((row) =>
      (row.textContent ?? '').split(': '),
    );
    rows.sort(([, a], [, b]) => Number(b) - Number(a));
    return rows[0]?.[0] ?? '';
  };
  addEventListener('DOMContentLoaded', () => {
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: ['data-label'],
    });
  });
  Object.assign(globalThis, {
    /** The exported page takes its picture in this call. */
    watchTaking(camera: { update(): void }) {
      const update = camera.update.bind(camera);
      camera.update = () => {
        takenAt = performance.now();
        update();
      };
    },
    takeWatched(): Watched {
      const { since, ...seen } = page.watching;
      page.watching = fresh();
      return { ...seen, sinceMs: performance.now() - since };
    },
  });
  const draw = () => {
    page.watching.drawn++;
    requestAnimationFrame(draw);
  };
  requestAnimationFrame(draw);
}

/** Of the worker that looks at frames. A change of the mean brightness by so much is another picture. */
export const processorSource = `
const least = 30;
let before;
onmessage = async ({ data }) => {
  const reader = data.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const frame = piece.value;
    const { codedWidth, codedHeight } = frame;
    const rect = { x: (codedWidth >> 2) * 2 - 8, y: (codedHeight >> 2) * 2 - 8, width: 16, height: 16 };
    const bytes = new Uint8Array(frame.allocationSize({ rect }));
    await frame.copyTo(bytes, { rect });
    frame.close();
    let sum = 0;
    for (let i = 0; i < 256; i++) sum += bytes[i];
    const mean = sum / 256;
    if (before !== undefined && Math.abs(mean - before) > least) {
      postMessage(performance.timeOrigin + performance.now());
    }
    before = mean;
  }
};`;
