/**
 * Second half of the service worker's build: lists what `vite build` has written (worker chunks, WebAssembly and models
 * too, which SvelteKit's own list misses) and puts the list into build/service-worker.js.
 */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getManifest } from 'workbox-build';
import type { PrecacheEntry } from '../src/lib/pwa/messages.ts';

const folder = 'build';
const workerFile = join(folder, 'service-worker.js');
const placeholder = 'self.__WB_MANIFEST';
const largestBytes = 64 * 1024 * 1024;

const { manifestEntries, warnings } = await getManifest({
  globDirectory: folder,
  globPatterns: ['**/*'],
  globIgnores: [
    'service-worker.js',
    '404.html', // what the host shows for an unknown address
    'robots.txt',
    '_headers', // for the host
    '**/*.{map,br,gz,md}',
    'icons/share.png', // for other people's link previews
    'screenshots/**', // for the install dialog, which needs the network anyway
  ],
  dontCacheBustURLsMatching: /\/immutable\/|[.-][0-9a-f]{8,}\.[a-z]+$/,
  maximumFileSizeToCacheInBytes: largestBytes,
});
if (warnings.length > 0) throw new Error(`Precache list: ${warnings.join('\n')}`);

const entries: PrecacheEntry[] = manifestEntries.map(({ url, revision }) => ({
  url,
  revision,
  bytes: statSync(join(folder, url)).size,
}));
const source = readFileSync(workerFile, 'utf8');
if (source.split(placeholder).length !== 2) {
  throw new Error(`${workerFile} should hold ${placeholder} exactly once; run the whole build`);
}
writeFileSync(
  workerFile,
  source.replace(placeholder, () => JSON.stringify(entries)),
);

const megabytes = entries.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
console.log(`Service worker: ${entries.length} files kept offline, ${megabytes.toFixed(1)} MB`);
