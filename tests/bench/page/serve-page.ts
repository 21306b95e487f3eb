/** Bundles page.ts with the app's own kernels and serves it beside the peers' files, isolated as the app is. */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { build, type Rollup } from 'vite';
import { compiledKernels } from '../../../scripts/kernels/vite-plugin.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const types: Readonly<Record<string, string>> = {
  '.mjs': 'text/javascript',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

/**
 * @param peers where their packages are
 * @param more folders whose files are served as they are, each under its name
 */
export async function servePage(
  peers: string,
  more: Readonly<Record<string, string>>,
): Promise<{ origin: string; close(): void }> {
  const files = await bundle();
  const folders: Readonly<Record<string, string>> = {
    ...more,
    ort: join(peers, 'onnxruntime-web', 'dist'),
    tf: join(root, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'wasm-out'),
  };
  const server = createServer((request, response) => {
    const [, first = '', ...rest] = (request.url ?? '/').split('/');
    const name = rest.at(-1) ?? '';
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    const folder = folders[first];
    const body = folder
      ? readFileSync(join(folder, ...rest.filter((part) => part !== '..')))
      : files.get(first);
    response.setHeader('content-type', types[extname(name || first)] ?? 'text/html');
    if (first === '') response.end('<!doctype html><script type="module" src="/page.js"></script>');
    else response.writeHead(body ? 200 : 404).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return { origin: `http://localhost:${portOf(server)}`, close: () => server.close() };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

async function bundle(): Promise<Map<string, string>> {
  const result = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [compiledKernels()],
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      lib: {
        entry: join(import.meta.dirname, 'page.ts'),
        formats: ['es'],
        fileName: () => 'page.js',
      },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]) as Rollup.RollupOutput[];
  return new Map(
    outputs.flatMap(({ output }) =>
      output.flatMap((one) => (one.type === 'chunk' ? [[one.fileName, one.code] as const] : [])),
    ),
  );
}
