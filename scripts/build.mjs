/** `npm run build`: the production build, and the stamp by which the next start knows it is current. */
import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hashSources, node, runOrThrow, stampFile } from './prepare.mjs';

const steps = [
  node('scripts/models/prepare.ts'),
  [process.execPath, [join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel=warn']],
  node('scripts/build-headers.ts'),
  node('scripts/build-service-worker.ts'),
  node('scripts/precompress.ts'),
];

export async function build() {
  const hash = hashSources();
  for (const [command, args] of steps) {
    await runOrThrow(command, args);
  }
  // The bundles carry no licence comments: these notices stand for them.
  copyFileSync('THIRD-PARTY.md', join('build', 'third-party.md'));
  writeFileSync(stampFile, hash);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await build();
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
