/**
 * Second half of the service worker's build: lists what `vite build` has written (worker chunks and WebAssembly
 * too, which SvelteKit's own list misses) and puts the list into build/service-worker.js. Their hashes would weigh as much
 * as the worker itself: they have a file of their own, whose hash is in the list and names the version.
 */
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getManifest } from 'workbox-build';
import { fileHashesUrl, type FileHashes, type PrecacheList } from '../src/lib/pwa/messages.ts';

const folder = 'build';
const workerFile = join(folder, 'service-worker.js');
const placeholder = 'self.__WB_MANIFEST';
const largestBytes = 64 * 1024 * 1024;

const { manifestEntries, warnings } = await getManifest({
  globDirectory: folder,
  globPatterns: ['**/*'],
  globIgnores: [
    'service-worker.js',
    fileHashesUrl,
    '404.html', // what the host shows for an unknown address
    'robots.txt',
    '_headers', // for the host
    'models/*/*/**',
    'models/*/*', // kept by src/lib/cache, part by part; what there is to have is in the lists beside
    '**/*.{map,br,gz,md}',
    'icons/share.png', // for other people's link previews
    'screenshots/**', // for the install dialog, which needs the network anyway
  ],
  dontCacheBustURLsMatching: /\/immutable\/|[.-][0-9a-f]{8,}\.[a-z]+$/,
  maximumFileSizeToCacheInBytes: largestBytes,
});
if (warnings.length > 0) throw new Error(`Precache list: ${warnings.join('\n')}`);

const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest('hex');
const hashes: FileHashes = Object.fromEntries(
  manifestEntries.map(({ url }) => [url, sha256(readFileSync(join(folder, url)))]),
);
/** Tells versions of one address apart; a whole hash for each would make a fifth of the worker. */
const revisionOf = (url: string) => hashes[url]!.slice(0, 12);
const entries: PrecacheList['entries'] = manifestEntries.map(({ url, revision }) => ({
  url,
  revision: revision && revisionOf(url),
}));
const list = JSON.stringify(hashes);
writeFileSync(join(folder, fileHashesUrl), list);
entries.push({ url: fileHashesUrl, revision: sha256(list) });
const bytes = entries.reduce((sum, { url }) => sum + statSync(join(folder, url)).size, 0);

const source = readFileSync(workerFile, 'utf8');
if (source.split(placeholder).length !== 2) {
  throw new Error(`${workerFile} should hold ${placeholder} exactly once; run the whole build`);
}
writeFileSync(
  workerFile,
  source.replace(placeholder, () => JSON.stringify({ entries, bytes } satisfies PrecacheList)),
);

console.log(`Service worker: ${entries.length} files kept offline, ${(bytes / 1e6).toFixed(1)} MB`);
