import { join } from 'node:path';
import { runOrThrow } from '../../scripts/prepare.mjs';

/** Beside the benches, not above them: what they import themselves is the app's own version. */
export const peersFolder = join(import.meta.dirname, 'peers');

export async function installPeers(): Promise<void> {
  const quiet = ['--no-audit', '--no-fund', '--no-package-lock'];
  await runOrThrow('npm', ['install', '--prefix', peersFolder, ...quiet], { quiet: true });
}
