/** The other two engines that the main journeys run in: found, or installed where the system is Debian's and we may. */
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './prepare.mjs';

/** What Debian calls what each needs. */
const packages = { firefox: ['firefox-esr'], webkit: ['webkit2gtk-driver', 'xvfb'] };

/** A mirror that does not answer is asked again, and not waited for without end. */
const patient = ['-qq', '-o', 'Acquire::Retries=3', '-o', 'Acquire::http::Timeout=30'];

/** @returns {{ firefox?: string, webkit?: { driver: string, browser: string, display: string } }} what is there */
export function findEngines() {
  const firefox = process.env.FIREFOX_PATH ?? onPath('firefox-esr') ?? onPath('firefox');
  const [driver, browser, display] = [onPath('WebKitWebDriver'), findMiniBrowser(), onPath('Xvfb')];
  return {
    ...(firefox && { firefox }),
    ...(driver && browser && display && { webkit: { driver, browser, display } }),
  };
}

/** Installs what is absent, where that is possible without asking anybody; one engine does not wait for the other. */
export async function ensureEngines() {
  const found = findEngines();
  if (found.firefox && found.webkit) return found;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return found;
  await run('apt-get', ['update', ...patient], { quiet: true });
  for (const [engine, needed] of Object.entries(packages)) {
    if (found[engine]) continue;
    console.log(`Installing ${needed.join(', ')} (once)…`);
    const install = ['install', '-y', ...patient, '--no-install-recommends', ...needed];
    const { code, output } = await run('apt-get', install, {
      quiet: true,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (code !== 0) console.log(output);
  }
  return findEngines();
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Debian keeps the small browser of WebKitGTK beside its library, which carries a version and the machine. */
function findMiniBrowser() {
  const libraries = '/usr/lib';
  if (!existsSync(libraries)) return undefined;
  const machines = readdirSync(libraries).filter((name) => name.includes('-linux-'));
  return machines
    .flatMap((machine) => ['4.1', '6.0', '4.0'].map((api) => `${machine}/webkit2gtk-${api}`))
    .map((folder) => join(libraries, folder, 'MiniBrowser'))
    .find((path) => existsSync(path));
}
