/** A Chromium for the browser tests: the one asked for, the system's, Playwright's own, or a fresh one. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, runOrThrow } from './prepare.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome'];
const places = {
  darwin: ['Google Chrome', 'Chromium'].map(
    (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
  ),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
};

/** @returns {Promise<string | undefined>} the path of an installed Chromium */
export async function findChromium() {
  const asked = process.env.CHROMIUM_PATH ?? process.env.CHROME_PATH;
  if (asked) {
    if (!existsSync(asked))
      throw new Error(`CHROMIUM_PATH names "${asked}", which does not exist.`);
    return asked;
  }
  const onPath = (process.env.PATH ?? '')
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  const { chromium } = await import('playwright');
  const candidates = [...onPath, ...(places[process.platform] ?? []), chromium.executablePath()];
  return candidates.find((path) => existsSync(path));
}

/** @returns {Promise<string>} the path of a Chromium, installed now if need be */
export async function ensureChromium() {
  const found = await findChromium();
  if (found) return found;
  console.log('Installing Chromium (once)…');
  const asRoot = process.getuid?.() === 0 && existsSync('/etc/debian_version');
  if (asRoot) {
    await run('apt-get', ['update', '-qq']);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
  }
  const debian = await findChromium();
  if (debian) return debian;
  await runOrThrow(process.execPath, [
    join('node_modules', 'playwright', 'cli.js'),
    'install',
    'chromium',
  ]);
  const installed = await findChromium();
  if (!installed) throw new Error('No Chromium found. Install one, or set CHROMIUM_PATH to it.');
  return installed;
}
