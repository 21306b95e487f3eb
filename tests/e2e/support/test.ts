/** The test function of every browser spec: the production build on a server of our own, and a page of See. */
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { startStaticServer } from '../../../scripts/server/static-server.ts';
import type { StaticServer, StaticServerOptions } from '../../../scripts/server/static-server.ts';
import { SeePage } from './see-page.ts';
import { TeachPage } from './teach-page.ts';

export { expect };

export const buildFolder = join(import.meta.dirname, '..', '..', '..', 'build');

export const startSite = (intercept?: StaticServerOptions['intercept']): Promise<StaticServer> =>
  startStaticServer({ directory: buildFolder, port: 0, ...(intercept && { intercept }) });

export const originOf = (site: StaticServer): string => `http://localhost:${site.port}`;

interface TestFixtures {
  see: SeePage;
  teach: TeachPage;
}

interface WorkerFixtures {
  site: StaticServer;
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  site: [
    async ({ browserName: _ }, use) => {
      const site = await startSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => {
    await use(originOf(site));
  },
  teach: async ({ page }, use) => {
    await use(new TeachPage(page));
  },
  see: async ({ page }, use) => {
    await use(new SeePage(page));
  },
});
