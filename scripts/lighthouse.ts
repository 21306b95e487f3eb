/** `npm run lighthouse [path…]`: the median of three audits of each page (the home page and See when none is named). */
import { findChromium } from './find-chromium.mjs';
import { auditPage, categories, type Audit } from './audit.ts';
import { startStaticServer } from './server/static-server.ts';
import { join } from 'node:path';

const runs = 3;
const paths = process.argv.length > 2 ? process.argv.slice(2) : ['/', '/see'];
const directory = join(import.meta.dirname, '..', 'build');
const site = await startStaticServer({ directory, port: 0 });
const executablePath = await findChromium();

for (const path of paths) {
  const audits: Audit[] = [];
  for (let run = 0; run < runs; run++) {
    const url = `http://localhost:${site.port}${path}`;
    audits.push(await auditPage(url, executablePath, 9300 + run));
  }
  const scores = categories.map(
    (category) => `${category} ${median(audits.map((audit) => audit.scores[category]))}`,
  );
  console.log(`${path}  ${scores.join(', ')}`);
  for (const complaint of audits[0]?.complaints ?? []) console.log(`  ${complaint}`);
}
await site.close();

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
