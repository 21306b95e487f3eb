/**
 * What every command needs before it can begin, on plain Node with nothing installed:
 * the packages of the lock file, and a build that matches the sources.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What a build is made from. Anything else (tests, docs) changes without a rebuild. */
const sources = [
  'src',
  'static',
  'models',
  'scripts',
  'package.json',
  'package-lock.json',
  'svelte.config.js',
  'tsconfig.json',
  'vite.config.ts',
];
/** Made by the build itself. */
const generated = new Set(['src/paraglide', 'static/models', 'src/lib/i18n/project.inlang/cache']);
/** The hash of the sources that build/ was made from. */
export const stampFile = join(root, 'build', '.stamp');

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: Record<string, string> }} [options] quiet: keep the output instead of showing it
 * @returns {Promise<{ code: number, output: string }>}
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  const windows = process.platform === 'win32';
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: windows && command === 'npm',
    });
    let output = '';
    child.stdout?.on('data', (part) => (output += part));
    child.stderr?.on('data', (part) => (output += part));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs and throws on a bad exit, with the output when it was kept. */
export async function runOrThrow(command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) {
    throw new Error(`"${[command, ...args].join(' ')}" ended with ${code}\n${output}`.trim());
  }
  return output;
}

/** A TypeScript script of this project, or a program of an installed package. */
export const node = (...args) => [process.execPath, ['--import', 'tsx', ...args]];

/** Installs from the lock file when what is installed differs from it. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  console.log('Installing packages (once)…');
  await runOrThrow('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}

function isInstalled() {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || present[path]?.version === entry.version,
  );
}

/** @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesOf(lockFile) {
  try {
    return JSON.parse(readFileSync(lockFile, 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw error;
  }
}

/** Builds when the sources are not those of the last build. */
export async function ensureBuilt() {
  if (readStamp() === hashSources()) return;
  console.log('Building (sources changed)…');
  const { build } = await import('./build.mjs');
  await build();
}

function readStamp() {
  try {
    return readFileSync(stampFile, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

export function hashSources() {
  const hash = createHash('sha256').update(process.version.split('.')[0]);
  for (const path of sources.flatMap((source) => [...filesUnder(source)])) {
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)));
  }
  return hash.digest('hex');
}

/** Every file at or under `path`, in a stable order, without tests and what the build makes. */
function* filesUnder(path) {
  if (generated.has(path)) return;
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') yield path;
    else if (error.code !== 'ENOENT') throw error;
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory()) yield* filesUnder(child);
    else if (!/\.test\.ts$/.test(entry.name)) yield child;
  }
}
