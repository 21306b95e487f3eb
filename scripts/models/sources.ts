/** Where the networks come from: files of npm packages, each with the hash of the one that is known. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from './write.ts';

export interface Source {
  readonly package: string;
  readonly file: string;
  readonly sha256: string;
}

export const sources = {
  objectron: {
    package: '@mediapipe/objectron',
    file: 'objectron_solution_packed_assets.data',
    sha256: '470986ca5df183f41698da6de74b027d838fe289d77b5ab094497d350bee664e',
  },
  centernetGraph: {
    package: '@vladmandic/human',
    file: 'models/centernet.json',
    sha256: 'bfb942eaacc5becf738d536663bc4580a0ae9e560722306e6d4dd7fe4a09de05',
  },
  centernetWeights: {
    package: '@vladmandic/human',
    file: 'models/centernet.bin',
    sha256: '1b635a15009071f506f9f2b3519b31c072c534888989f30d269ffd44734ef7ef',
  },
} as const satisfies Record<string, Source>;

/** @throws Error, in words that say what to do, where the file is absent or not the known one. */
export function readSource(source: Source, modules: string): Uint8Array {
  const path = join(modules, source.package, source.file);
  if (!existsSync(path)) {
    throw new Error(`${source.package} is not installed (no ${source.file}): run npm install.`);
  }
  const bytes = new Uint8Array(readFileSync(path));
  const found = sha256(bytes);
  if (found !== source.sha256) {
    throw new Error(
      `${source.package}/${source.file} is not the file this script knows ` +
        `(sha256 ${found}, expected ${source.sha256}). Another version of the package was ` +
        `installed: run npm ci, or check the new file and put its hash in scripts/models/sources.ts.`,
    );
  }
  return bytes;
}
