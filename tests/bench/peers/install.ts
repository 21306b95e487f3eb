import { join } from 'node:path';
import { runOrThrow } from '../../../scripts/prepare.mjs';

/** Beside the benches, not above them: what they import themselves is the app's own version. */
export const peersFolder = import.meta.dirname;

/** @returns where the packages of package.json are */
export async function installPeers(): Promise<string> {
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock'];
  await runOrThrow('npm', ['install', '--prefix', peersFolder, ...quiet], { quiet: true });
  return join(peersFolder, 'node_modules');
}
