/** Every way a camera can fail has its sentence, photos go on working, and the camera comes back with its cause. */
import { chromium } from '@playwright/test';
import type { FailureCode } from '../../src/lib/failure/failure.ts';
import { cameraArgs, cameraOnRequestArgs, photoPath } from './support/camera-file.ts';
import { SeePage } from './support/see-page.ts';
import { originOf, test } from './support/test.ts';
import { languages } from './support/words.ts';

interface BrokenCamera {
  /** What getUserMedia throws; undefined lets the camera work. */
  cameraError: { name: string; message: string } | undefined;
}

const refusals: [name: string, message: string, code: FailureCode][] = [
  ['NotFoundError', 'Requested device not found', 'camera-missing'],
  ['NotReadableError', 'Could not start video source', 'camera-busy'],
  ['NotAllowedError', 'Permission dismissed', 'camera-dismissed'],
];

for (const [name, message, code] of refusals) {
  test(`${code}: said in both languages, photos work, the camera comes back`, async ({ page }) => {
    await page.addInitScript(
      (error) => {
        const state = window as unknown as BrokenCamera;
        state.cameraError = error;
        const devices = navigator.mediaDevices;
        const open = devices.getUserMedia.bind(devices);
        devices.getUserMedia = async (constraints) => {
          if (!state.cameraError) return open(constraints);
          throw new DOMException(state.cameraError.message, state.cameraError.name);
        };
      },
      { name, message },
    );
    const see = new SeePage(page);
    for (const language of languages) {
      await see.open(`?backend=wasm&lang=${language}`);
      await see.expectFailure(code, language);
    }
    await see.photoInput.setInputFiles(photoPath('cup'));
    await see.expectTop('cup');

    await see.open('?backend=wasm&lang=en');
    await see.expectFailure(code);
    await page.evaluate(() => {
      (window as unknown as BrokenCamera).cameraError = undefined;
    });
    await see.tryAgain();
    await see.expectTop('cat');
  });
}

test('permission: refused, granted, taken back while live, granted again', async ({
  site,
  launchOptions,
}) => {
  // Without anybody to ask, headless Chromium refuses what is not granted.
  const browser = await chromium.launch({ ...launchOptions, args: cameraOnRequestArgs('cat') });
  const context = await browser.newContext();
  const see = new SeePage(await context.newPage(), originOf(site));
  await see.open('?backend=wasm&lang=en');
  await see.expectFailure('camera-denied');
  await context.grantPermissions(['camera'], { origin: see.origin });
  await see.expectTop('cat');
  await context.clearPermissions();
  await see.expectFailure('camera-revoked');
  await context.grantPermissions(['camera'], { origin: see.origin });
  await see.expectTop('cat');
  await browser.close();
});

test('unplugged while live, then plugged in again', async ({ page, see }) => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      Object.assign(window, { openTrack: stream.getVideoTracks()[0] });
      return stream;
    };
  });
  await see.open('?backend=wasm&lang=en');
  await see.expectTop('cat');
  // A pulled plug: the track ends by itself and its device is no longer listed.
  await page.evaluate(() => {
    navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
    const { openTrack } = window as unknown as { openTrack: MediaStreamTrack };
    openTrack.stop();
    openTrack.dispatchEvent(new Event('ended'));
  });
  await see.expectFailure('camera-unplugged');
  await page.evaluate(() => {
    Reflect.deleteProperty(navigator.mediaDevices, 'enumerateDevices');
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  });
  await see.expectTop('cat');
});

test('an insecure address has no camera and still reads photos', async ({
  site,
  launchOptions,
}) => {
  const browser = await chromium.launch({
    ...launchOptions,
    args: [...cameraArgs('cat'), '--host-resolver-rules=MAP plain.test 127.0.0.1'],
  });
  const see = new SeePage(await browser.newPage(), `http://plain.test:${site.port}`);
  await see.open('?backend=wasm&lang=en');
  await see.expectFailure('camera-insecure');
  await see.photoInput.setInputFiles(photoPath('cup'));
  await see.expectTop('cup');
  await browser.close();
});
