import { defineConfig } from '@playwright/test';
import { cameraArgs } from './tests/e2e/support/camera-file.ts';

const executablePath = process.env['CHROMIUM_PATH'];

/** How quick the machine is changes nothing in them: `npm test` runs two at a time, and the journeys after them. */
const pages = [/\/(pages|learn)\.spec\.ts$/, /\/labs\/.*\.spec\.ts$/];
const results = 'tests/.cache/results';

export default defineConfig({
  testDir: 'tests/e2e',
  // Inference fills the processor: two browsers at once would only measure each other.
  workers: 1,
  projects: [
    { name: 'pages', testMatch: pages, fullyParallel: true, outputDir: `${results}/pages` },
    { name: 'journeys', testIgnore: pages, outputDir: `${results}/journeys` },
  ],
  timeout: 60_000,
  expect: { timeout: 20_000 },
  retries: 0,
  use: {
    browserName: 'chromium',
    // Unless a spec says otherwise, the camera shows a cat and is allowed.
    launchOptions: { args: cameraArgs('cat'), ...(executablePath && { executablePath }) },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    viewport: { width: 412, height: 823 },
  },
});
