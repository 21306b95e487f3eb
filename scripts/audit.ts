/** Lighthouse, as a phone, on one page of the production build. */
import { chromium } from 'playwright';
import lighthouse from 'lighthouse';

export const categories = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Category = (typeof categories)[number];

export interface Audit {
  /** 0..100 */
  readonly scores: Record<Category, number>;
  /** What cost points, as "id: title (value)". */
  readonly complaints: readonly string[];
}

export async function auditPage(
  url: string,
  executablePath: string | undefined,
  debuggingPort: number,
): Promise<Audit> {
  const browser = await chromium.launch({
    ...(executablePath && { executablePath }),
    args: [`--remote-debugging-port=${debuggingPort}`],
  });
  try {
    const run = await lighthouse(url, {
      port: debuggingPort,
      output: 'json',
      logLevel: 'error',
      onlyCategories: [...categories],
    });
    if (!run) throw new Error(`Lighthouse gave no result for ${url}`);
    const { lhr } = run;
    const scores = Object.fromEntries(
      categories.map((id) => [id, Math.round((lhr.categories[id]?.score ?? 0) * 100)]),
    ) as Record<Category, number>;
    const complaints = Object.values(lhr.audits)
      .filter(({ score, scoreDisplayMode }) => {
        const counts = scoreDisplayMode === 'binary' || scoreDisplayMode === 'numeric';
        return counts && score !== null && score < 0.9;
      })
      .map(({ id, title, displayValue }) => `${id}: ${title} (${displayValue ?? 'no value'})`);
    return { scores, complaints };
  } finally {
    await browser.close();
  }
}
