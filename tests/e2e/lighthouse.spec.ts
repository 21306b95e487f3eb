import { auditPage, type Audit } from '../../scripts/audit.ts';
import { expect, originOf, test } from './support/test.ts';

/** Times are the machine's as much as the page's, so the best of a few runs counts. */
const tries = 3;
const leastPerformance = 95;

test('Lighthouse, as a phone, on the home page', async ({ site, launchOptions }) => {
  test.setTimeout(tries * 90_000);
  const audits: Audit[] = [];
  for (let run = 0; run < tries; run++) {
    const audit = await auditPage(originOf(site), launchOptions.executablePath, 9310 + run);
    audits.push(audit);
    if (audit.scores.performance >= leastPerformance) break;
  }
  const [first] = audits;
  expect(first?.scores, first?.complaints.join('\n')).toMatchObject({
    accessibility: 100,
    'best-practices': 100,
    seo: 100,
  });
  const performance = Math.max(...audits.map(({ scores }) => scores.performance));
  expect(performance, first?.complaints.join('\n')).toBeGreaterThanOrEqual(leastPerformance);
});
