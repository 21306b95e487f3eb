/** Files of Debian packages, which need not be installed. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @param work an empty folder @returns the folder that the package's files lie in */
export function unpack(name: string, work: string): string {
  execFileSync('apt-get', ['download', name], { cwd: work, stdio: 'ignore' });
  const file = readdirSync(work).find((one) => one.startsWith(`${name}_`)) ?? '';
  const folder = join(work, name);
  execFileSync('dpkg-deb', ['-x', join(work, file), folder]);
  return folder;
}
