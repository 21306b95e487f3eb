/** Stands in for the worker that decodes pictures: Node has neither. Whatever is not empty is a picture. */
import type {
  CaptureAnswer,
  CaptureRequest,
} from '../../src/lib/teach/collect/capture/protocol.ts';

class FakeCaptureWorker {
  onmessage: ((event: { data: CaptureAnswer }) => void) | null = null;
  onerror: unknown = null;

  postMessage({ id, source }: CaptureRequest): void {
    const picture = source as Blob;
    const answer: CaptureAnswer =
      picture.size === 0
        ? { kind: 'failure', id, failure: { code: 'image-unreadable' } }
        : {
            kind: 'captured',
            id,
            tones: new Uint8Array(0),
            captured: {
              picture,
              thumbnail: new Blob(['small'], { type: 'image/jpeg' }),
              width: 4,
              height: 3,
              hash: '0123456789abcdef',
              quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
            },
          };
    queueMicrotask(() => this.onmessage?.({ data: answer }));
  }

  terminate(): void {
    this.onmessage = null;
  }
}

export function installFakeCapture(): void {
  Object.assign(globalThis, { Worker: FakeCaptureWorker });
}
