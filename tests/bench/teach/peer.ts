/**
 * @teachablemachine/image by its documented flow, with the numbers its own site starts from: 50 epochs,
 * batches of 16, a learning rate of 0.001, 100 hidden units. Its trunk is taken out of a model that it
 * exported, and served from this machine.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../section.ts';
import type { PhotoSet } from './photos.ts';

export interface Peer {
  /** Milliseconds of `addExample` for all photos, one after the other, from their files on. */
  readonly embed: number;
  /** Milliseconds of `train` alone, once everything is embedded. */
  readonly train: readonly number[];
  readonly accuracy: number;
}

const here = import.meta.dirname;
const exported = join(here, '..', '..', '..', '..', 'shared', 'models', 'teachable-machine-export');

export const peerTrunk = (folder = exported): string | undefined =>
  existsSync(join(folder, 'model.json')) ? folder : undefined;

/** Below the folder of the peers' packages. */
const scripts: Readonly<Record<string, string>> = {
  '/tf.js': join('@tensorflow', 'tfjs', 'dist', 'tf.min.js'),
  '/tm.js': join('@teachablemachine', 'image', 'dist', 'teachablemachine-image.min.js'),
};

/** As much of the library as the flow needs. */
interface TeachableModel {
  setLabels(labels: readonly string[]): void;
  addExample(label: number, sample: HTMLCanvasElement): Promise<void>;
  train(settings: Record<string, number>): Promise<unknown>;
  predict(sample: HTMLCanvasElement): Promise<{ className: string; probability: number }[]>;
}
interface PeerWindow {
  readonly tmImage: {
    createTeachable(
      metadata: Record<string, string>,
      options: { checkpointUrl: string; trainingLayer: string },
    ): Promise<TeachableModel>;
  };
  readonly tf: {
    readonly version: { readonly tfjs: string };
  };
}

/** @param runs how often it trains, on WebGL, its default; embedding takes too long to be done more than once */
export async function benchPeer(
  bench: Bench,
  trunk: string,
  photos: PhotoSet,
  runs: number,
): Promise<Peer> {
  const server = await serve(await bench.peers(), trunk, photos);
  const page = await bench.page();
  try {
    await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
    const classes = photos.classes.map(({ name, taught, heldOut }) => ({
      name,
      taught: taught.length,
      heldOut: heldOut.length,
    }));
    const found = await page.evaluate(
      async ({ classes, runs }) => {
        const { tf, tmImage } = window as unknown as PeerWindow;
        const side = 224;
        /** The middle square, as the library's own webcam gives it. */
        const canvasOf = async (path: string): Promise<HTMLCanvasElement> => {
          const picture = await createImageBitmap(await (await fetch(path)).blob());
          const square = Math.min(picture.width, picture.height);
          const left = (picture.width - square) / 2;
          const top = (picture.height - square) / 2;
          const canvas = document.createElement('canvas');
          canvas.width = canvas.height = side;
          canvas.getContext('2d')!.drawImage(picture, left, top, square, square, 0, 0, side, side);
          return canvas;
        };
        const open = async (): Promise<TeachableModel> => {
          const model = await tmImage.createTeachable(
            { tfjsVersion: tf.version.tfjs },
            { checkpointUrl: '/trunk/model.json', trainingLayer: 'out_relu' },
          );
          model.setLabels(classes.map(({ name }) => name));
          return model;
        };
        // Its programs for the GPU are compiled and kept.
        for (let i = 0; i < 2; i++) {
          await (await open()).addExample(0, await canvasOf('/photos/0/taught/0'));
        }
        const model = await open();
        const embedFromMs = performance.now();
        for (const [k, { taught }] of classes.entries()) {
          for (let i = 0; i < taught; i++) {
            await model.addExample(k, await canvasOf(`/photos/${k}/taught/${i}`));
          }
        }
        const embed = performance.now() - embedFromMs;
        const train: number[] = [];
        for (let run = 0; run < runs; run++) {
          const startedAt = performance.now();
          await model.train({ denseUnits: 100, epochs: 50, learningRate: 0.001, batchSize: 16 });
          train.push(performance.now() - startedAt);
        }
        let hits = 0;
        let all = 0;
        for (const [k, { name, heldOut }] of classes.entries()) {
          for (let i = 0; i < heldOut; i++) {
            const answers = await model.predict(await canvasOf(`/photos/${k}/heldOut/${i}`));
            const best = answers.reduce((a, b) => (b.probability > a.probability ? b : a));
            if (best.className === name) hits++;
            all++;
          }
        }
        return { embed, train, accuracy: hits / all };
      },
      { classes, runs },
    );
    return found;
  } finally {
    await page.context().close();
    server.close();
  }
}

function serve(packages: string, trunk: string, { classes }: PhotoSet): Promise<Server> {
  const checkpoint = trunkOnly(trunk);
  const page =
    '<!doctype html><title>Peer</title><script src="/tf.js"></script><script src="/tm.js"></script>';
  const server = createServer((request, response) => {
    const url = request.url ?? '/';
    const [, kind, k, part, i] = url.split('/');
    const script = scripts[url];
    if (url === '/') response.setHeader('content-type', 'text/html').end(page);
    else if (script)
      response
        .setHeader('content-type', 'text/javascript')
        .end(readFileSync(join(packages, script)));
    else if (url === '/trunk/model.json') {
      response.setHeader('content-type', 'application/json').end(checkpoint.model);
    } else if (url === '/trunk/weights.bin') response.end(checkpoint.weights);
    else if (kind === 'photos') {
      const photo = classes[Number(k)]?.[part as 'taught' | 'heldOut']?.[Number(i)];
      response.statusCode = photo ? 200 : 404;
      response.end(photo?.buffer);
    } else response.writeHead(404).end();
  });
  return new Promise((resolve) => server.listen(0, 'localhost', () => resolve(server)));
}

interface Layer {
  readonly name?: string;
  readonly config: { readonly name: string; readonly layers: readonly Layer[] };
}
interface Layers {
  readonly modelTopology: { readonly config: { readonly layers: readonly Layer[] } };
  readonly weightsManifest: readonly [
    { readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[] },
  ];
}

/** The truncated MobileNet inside an exported model, as the checkpoint that the library loads. */
function trunkOnly(folder: string): { readonly model: string; readonly weights: Buffer } {
  const whole = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as Layers;
  const bytes = readFileSync(join(folder, 'weights.bin'));
  const trunk = whole.modelTopology.config.layers[0]!.config.layers[0]!;
  const names = new Set(trunk.config.layers.map(({ config, name }) => name ?? config.name));
  const kept: { name: string; shape: readonly number[] }[] = [];
  const parts: Buffer[] = [];
  let offset = 0;
  for (const weight of whole.weightsManifest[0].weights) {
    const size = 4 * weight.shape.reduce((product, side) => product * side, 1);
    if (names.has(weight.name.split('/')[0]!)) {
      kept.push(weight);
      parts.push(bytes.subarray(offset, offset + size));
    }
    offset += size;
  }
  const modelTopology = { ...whole.modelTopology, ...trunk };
  const weightsManifest = [{ paths: ['weights.bin'], weights: kept }];
  return {
    model: JSON.stringify({ modelTopology, weightsManifest }),
    weights: Buffer.concat(parts),
  };
}
