/**
 * `npm run check`: everything that needs no browser, two at a time. With --static only format,
 * lint and types (what `.ci/run` does before `npm test`).
 */
import { join } from 'node:path';
import { ensureInstalled, run } from './prepare.mjs';

const program = (...path) => join('node_modules', ...path);
const tasks = [
  ['types', program('svelte-check', 'bin', 'svelte-check'), '--tsconfig', './tsconfig.json'],
  ['lint', program('eslint', 'bin', 'eslint.js'), '--max-warnings', '0', '.'],
  ['format', program('prettier', 'bin', 'prettier.cjs'), '--check', '--log-level=warn', '.'],
];
const staticOnly = process.argv.includes('--static');
if (!staticOnly) {
  tasks.push(['unit', program('vitest', 'vitest.mjs'), 'run', '--reporter=dot']);
  tasks.push(['build', 'scripts/build.mjs']);
}

await ensureInstalled().catch((error) => fail(error.message));
const generate = await run('npm', ['run', '--silent', 'generate'], { quiet: true });
if (generate.code !== 0) fail(generate.output);

let failures = 0;
const queue = [...tasks];
await Promise.all([work(), work()]);
if (failures > 0) fail(`${failures} of ${tasks.length} failed.`);
console.log('All good.');

async function work() {
  for (let task = queue.shift(); task; task = queue.shift()) {
    const [name, ...command] = task;
    const start = performance.now();
    const { code, output } = await run(process.execPath, command, { quiet: true });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`);
    if (code === 0) continue;
    failures++;
    console.log(output.trimEnd());
  }
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
