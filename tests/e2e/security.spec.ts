/** "Nothing leaves the device", as the browser sees it: who is asked, what is refused, what a page may use. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { headers } from '../../scripts/server/headers.ts';
import { buildFolder, expect, test } from './support/test.ts';

const paths = readdirSync(buildFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.html') && path !== '404.html')
  .map((path) => `/${path.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '')}`)
  .sort();

test('no page asks anyone but its own host, nor breaks its own policy', async ({
  context,
  baseURL,
}) => {
  const strangers: string[] = [];
  const broken: string[] = [];
  const own = new URL(baseURL ?? '').origin;
  // Workers and the service worker too: the context sees them all.
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== own) strangers.push(request.url());
  });
  await context.exposeFunction('policyBroken', (what: string) => broken.push(what));
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      const told = globalThis as unknown as { policyBroken(what: string): void };
      told.policyBroken(`${location.pathname}: ${violatedDirective} ${blockedURI}`);
    });
  });
  for (const path of paths) {
    const page = await context.newPage();
    await page.goto(path);
    await page.waitForLoadState('networkidle');
    await page.close();
  }
  expect(strangers).toEqual([]);
  expect(broken).toEqual([]);
});

test('an injected script does not run, and nothing can be sent to a stranger', async ({ page }) => {
  await page.goto('/');
  expect(await violationOf(page, 'script')).toMatch(/^script-src/);
  expect(await page.evaluate(() => 'injected' in globalThis)).toBe(false);
  expect(await violationOf(page, 'request')).toBe('connect-src');
});

test('only what the app uses is asked of the browser, and hosts are told the same', async ({
  page,
}) => {
  const answer = await page.goto('/');
  const said = answer?.headers() ?? {};
  for (const [name, value] of Object.entries(headers)) expect(said[name.toLowerCase()]).toBe(value);
  expect(said['permissions-policy']).toContain('camera=(self)');
  const file = readFileSync(join(buildFolder, '_headers'), 'utf8');
  for (const [name, value] of Object.entries(headers)) expect(file).toContain(`${name}: ${value}`);
});

/** The directive that refused what was tried. */
function violationOf(page: Page, attempt: 'script' | 'request'): Promise<string> {
  return page.evaluate(
    (kind) =>
      new Promise<string>((resolve) => {
        const heard = (event: SecurityPolicyViolationEvent) => resolve(event.effectiveDirective);
        addEventListener('securitypolicyviolation', heard, { once: true });
        if (kind === 'request') {
          fetch('https://stranger.example/').then(
            () => resolve('nothing'),
            () => {},
          );
          return;
        }
        const script = document.createElement('script');
        script.textContent = 'globalThis.injected = true';
        document.body.append(script);
      }),
    attempt,
  );
}
