/** Last step of the build: a .br and a .gz beside every file that shrinks, for hosts that serve them. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const compressible = /\.(js|mjs|css|html|json|svg|txt|wasm|webmanifest|xml)$/;
/** Half-precision numbers shrink by a tenth to a quarter; at the best quality they would take minutes. */
const weights = /[/\\]weights-[^/\\]+\.bin$/;
/** The first label waits for it: at the best quality. */
const draft = /[/\\]draft-[^/\\]+\.bin$/;
const weightsQuality = 9;
const leastBytes = 1024;
const folder = join(import.meta.dirname, '..', 'build');

const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => compressible.test(path) || weights.test(path) || draft.test(path))
  .map((path) => join(folder, path));
await Promise.all(paths.map(compress));

async function compress(path: string): Promise<void> {
  const content = readFileSync(path);
  if (content.length < leastBytes) return;
  const [brotli, gzipped] = await Promise.all([
    promisify(brotliCompress)(content, {
      params: {
        [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        ...(weights.test(path) && { [constants.BROTLI_PARAM_QUALITY]: weightsQuality }),
      },
    }),
    promisify(gzip)(content, { level: 9 }),
  ]);
  writeFileSync(`${path}.br`, brotli);
  writeFileSync(`${path}.gz`, gzipped);
}
