import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runOrThrow } from '../../../scripts/prepare.mjs';

/** Beside the benches, not above them: what they import themselves is the app's own version. */
export const peersFolder = import.meta.dirname;

/** @returns where the packages of package.json are */
export async function installPeers(): Promise<string> {
  // Each peer with the TensorFlow.js of its own time, whatever the others ask for; nothing of theirs is run here.
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'];
  await runOrThrow('npm', ['install', '--ignore-scripts', '--prefix', peersFolder, ...quiet], {
    quiet: true,
  });
  return join(peersFolder, 'node_modules');
}

/**
 * One package without what it depends on: for one whose single file holds all of that already.
 * @returns where it is
 */
export async function installAlone(name: string): Promise<string> {
  const folder = join(peersFolder, 'alone', name);
  if (!existsSync(join(folder, 'package'))) {
    mkdirSync(folder, { recursive: true });
    const packed = await runOrThrow(
      'npm',
      ['pack', name, '--pack-destination', folder, '--silent'],
      {
        quiet: true,
      },
    );
    const file = packed.trim().split('\n').at(-1)!;
    await runOrThrow('tar', ['-xzf', join(folder, file), '-C', folder], { quiet: true });
  }
  return join(folder, 'package');
}
