/**
 * `npm test`: unit tests, then browser tests on the production build. The last line counts both.
 * `npm run test:browser -- <playwright arguments>` runs the second half alone.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './find-chromium.mjs';
import { ensureBuilt, ensureInstalled, root, run } from './prepare.mjs';

const reports = join(root, 'tests', '.cache', 'reports');
const browserOnly = process.argv[2] === '--browser';
const playwrightArgs = process.argv.slice(browserOnly ? 3 : 2);
const total = { passed: 0, failed: 0, skipped: 0 };

try {
  await ensureInstalled();
  mkdirSync(reports, { recursive: true });
  await ensureBuilt();
  if (!browserOnly) add(await runUnitTests());
  add(await runBrowserTests('pages', '--workers=2'));
  add(await runBrowserTests('journeys'));
} catch (error) {
  console.error(error.message);
  total.failed++;
}
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);

async function runUnitTests() {
  const file = join(reports, 'unit.json');
  rmSync(file, { force: true });
  const program = join('node_modules', 'vitest', 'vitest.mjs');
  const outputs = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const { code } = await run(process.execPath, [program, 'run', ...outputs]);
  const report = JSON.parse(readFileSync(file, 'utf8'));
  // A file that does not load has no tests to count.
  const broken = report.testResults.filter(
    (result) => result.status === 'failed' && result.assertionResults.length === 0,
  ).length;
  const failed = report.numFailedTests + broken;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

async function runBrowserTests(project, ...workers) {
  const file = join(reports, `${project}.json`);
  rmSync(file, { force: true });
  const program = join('node_modules', '@playwright', 'test', 'cli.js');
  const { code } = await run(
    process.execPath,
    [
      ...[program, 'test', `--project=${project}`, ...workers, '--pass-with-no-tests'],
      ...['--reporter=list,json', ...playwrightArgs],
    ],
    {
      env: {
        CHROMIUM_PATH: await ensureChromium(),
        PLAYWRIGHT_JSON_OUTPUT_FILE: file,
      },
    },
  );
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  const failed = stats.unexpected + errors.length;
  return {
    passed: stats.expected + stats.flaky,
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: stats.skipped,
  };
}

function add(part) {
  for (const key of Object.keys(total)) total[key] += part[key];
}
