/** A short soak with the same seed at every run; `npm run soak` goes on for as long as one likes. */
import { soakArgs } from '../soak/browser-args.ts';
import { soak } from '../soak/soak.ts';
import { cameraOnRequestArgs } from './support/camera-file.ts';
import { expect, originOf, test } from './support/test.ts';

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    await use({ ...launchOptions, args: [...cameraOnRequestArgs('cat'), ...soakArgs] });
  },
});

test('some of everything at random: afterwards all is where a model of it says', async ({
  browser,
  site,
}) => {
  test.setTimeout(600_000);
  const report = await soak(browser, {
    origin: originOf(site),
    seed: 5,
    actions: 9,
    tell: () => undefined,
  });
  expect(report.readings.length).toBeGreaterThan(1);
});
