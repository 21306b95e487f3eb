/** Finds the code in a frame. A script of its own: it needs no network and no backend. */
import decodeQR from 'qr/decode.js';
import { fromText, toText } from './code-text.ts';
import type { FromReader, ToReader } from './protocol.ts';

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<ToReader>) => void) | null;
  postMessage(message: FromReader, transfer?: Transferable[]): void;
};

let canvas: OffscreenCanvas | undefined;

scope.onmessage = ({ data: { frame } }) => {
  const { width, height } = frame;
  if (canvas?.width !== width || canvas.height !== height)
    canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no 2d context in a worker');
  context.drawImage(frame, 0, 0);
  frame.close();
  const code = read(context.getImageData(0, 0, width, height));
  scope.postMessage(code ? { code } : {}, code ? [code.buffer] : []);
};

function read(image: ImageData): Uint8Array<ArrayBuffer> | undefined {
  let found: string;
  try {
    found = decodeQR(image, { textDecoder: toText });
  } catch {
    // Most frames of a hand-held camera: the library throws where it finds no code.
    return undefined;
  }
  return fromText(found);
}
