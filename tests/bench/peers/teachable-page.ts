/**
 * The page that Teachable Machine gives to whoever exports a model, word for word but for three things: its files are
 * served from this machine, it starts by itself, and the address may name a backend of TensorFlow.js.
 */
import { createServer } from 'node:http';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';

const shared = join(import.meta.dirname, '..', '..', '..', '..', 'shared');

/** Where a model that Teachable Machine exported lies; undefined where it is absent. */
export function exportedModel(): string | undefined {
  const folder = join(shared, 'models', 'teachable-machine-export');
  return existsSync(join(folder, 'model.json')) ? folder : undefined;
}

export const noExportedModel = 'No peer: ../shared/models/teachable-machine-export is not there.';

/** Of the library on its page; without one it takes what it likes best. */
export const teachableBackends = ['webgl', 'cpu'] as const;

/** What is on the page once something was predicted. */
export const teachableLabel = '#label-container > div:not(:empty)';

const page = `<!doctype html>
<div>Teachable Machine Image Model</div>
<div id="webcam-container"></div>
<div id="label-container"></div>
<script src="/tf.js"></script>
<script src="/tm.js"></script>
<script type="text/javascript">
    const URL = "/my_model/";
    let model, webcam, labelContainer, maxPredictions;
    async function init() {
        const modelURL = URL + "model.json";
        const metadataURL = URL + "metadata.json";
        model = await tmImage.load(modelURL, metadataURL);
        maxPredictions = model.getTotalClasses();
        const flip = true;
        webcam = new tmImage.Webcam(200, 200, flip);
        await webcam.setup();
        await webcam.play();
        window.requestAnimationFrame(loop);
        document.getElementById("webcam-container").appendChild(webcam.canvas);
        labelContainer = document.getElementById("label-container");
        for (let i = 0; i < maxPredictions; i++) {
            labelContainer.appendChild(document.createElement("div"));
        }
    }
    async function loop() {
        webcam.update();
        await predict();
        window.requestAnimationFrame(loop);
    }
    async function predict() {
        const prediction = await model.predict(webcam.canvas);
        for (let i = 0; i < maxPredictions; i++) {
            const classPrediction =
                prediction[i].className + ": " + prediction[i].probability.toFixed(2);
            labelContainer.childNodes[i].innerHTML = classPrediction;
        }
    }
    const backend = new URLSearchParams(location.search).get("backend");
    if (backend) tf.setBackend(backend);
    init();
</script>
`;

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.html': 'text/html',
};

export interface TeachablePage {
  readonly origin: string;
  close(): void;
}

/** @param packages where those of package.json are installed; @param model a folder with an exported model. */
export async function serveTeachable(packages: string, model: string): Promise<TeachablePage> {
  const files = new Map<string, Buffer>([
    ['/index.html', Buffer.from(page)],
    ['/tf.js', readFileSync(join(packages, '@tensorflow', 'tfjs', 'dist', 'tf.min.js'))],
    [
      '/tm.js',
      readFileSync(
        join(packages, '@teachablemachine', 'image', 'dist', 'teachablemachine-image.min.js'),
      ),
    ],
    ...['model.json', 'metadata.json', 'weights.bin'].map(
      (name) => [`/my_model/${name}`, readFileSync(join(model, name))] as const,
    ),
  ]);
  // As where they are served in earnest: scripts compressed and kept for a week, weights as they are.
  const compressed = new Map(
    [...files].flatMap(([path, body]) =>
      types[extname(path)] ? [[path, brotliCompressSync(body)] as const] : [],
    ),
  );
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname === '/' ? '/index.html' : pathname;
    const body = compressed.get(path) ?? files.get(path);
    if (!body) return response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': types[extname(path)] ?? 'application/octet-stream',
      'content-length': body.length,
      'cache-control': 'public, max-age=604800',
      ...(compressed.has(path) && { 'content-encoding': 'br' }),
    });
    return response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, 'localhost', done));
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
