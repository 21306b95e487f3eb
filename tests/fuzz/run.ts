/**
 * `npm run fuzz [-- --cases 10000] [--seed 1] [--only NAME] [--case K]`: what comes from outside, mutated
 * from what is right; `--only images` in a browser, on the build that is there. Each case is made of the seed and its number alone; `--case K` does one again.
 */
import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';
import { targets } from './targets/all.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    case: { type: 'string' },
  },
});
const seed = Number(values.seed);
const from = values.case === undefined ? 0 : Number(values.case);
const to = values.case === undefined ? Number(values.cases) : from + 1;
// A browser and a build of the app are needed for these only.
const inBrowser = values.only === 'images' ? [(await import('./targets/images.ts')).images] : [];
const chosen =
  inBrowser.length > 0
    ? inBrowser
    : targets.filter(({ name }) => values.only === undefined || name.includes(values.only));
if (chosen.length === 0)
  throw new Error(`--only names none of: ${targets.map(({ name }) => name).join(', ')}, images`);

const begun = Date.now();
const report = await fuzz({
  targets: chosen,
  seed,
  from,
  to,
  onFinding: ({ case: number, target, what }) => {
    console.log(
      `\n${target}, --seed ${seed} --case ${number}${values.only ? ` --only "${values.only}"` : ''}\n${what}`,
    );
  },
});
for (const [target, ends] of report.ends) {
  const counts = [...ends].toSorted((a, b) => b[1] - a[1]).map(([end, count]) => `${count} ${end}`);
  console.log(`${target}: ${counts.join(', ')}`);
}
const { slowest } = report;
console.log(
  `\n${report.cases} cases of seed ${seed} in ${((Date.now() - begun) / 1000).toFixed(0)} s; ` +
    `the longest, ${slowest.target} ${slowest.case}, ${slowest.ms.toFixed(0)} ms; ${report.findings.length} findings`,
);
process.exitCode = report.findings.length > 0 ? 1 : 0;
