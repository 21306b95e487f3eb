/** From one screen to another device's camera: what a project learnt goes over as codes, and answers there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test.ts';
import { TeachPage } from './support/teach-page.ts';

const photos = join(import.meta.dirname, '..', 'fixtures', 'photos');
const photo = (name: string) => new Uint8Array(readFileSync(join(photos, `${name}.jpg`)));

test.use({ viewport: { width: 1280, height: 900 } });

test('what was learnt goes over by camera, without network, and answers on the other side', async ({
  context,
  teach: sender,
}) => {
  // Both devices share two cores here.
  test.setTimeout(240_000);
  await sender.openDoor();
  const zip = zipSync({ 'cat/1.jpg': photo('cat'), 'cup/1.jpg': photo('cup') });
  await sender.page
    .getByTestId('import-project')
    .setInputFiles({ name: 'pets.zip', mimeType: 'application/zip', buffer: Buffer.from(zip) });
  await expect(sender.cards).toHaveCount(2);
  // It has learnt when there is a model to take home.
  await expect(sender.page.getByTestId('export-model')).toBeEnabled({ timeout: 60_000 });
  await sender.page.getByTestId('send-nearby').click();
  await expect(sender.page.getByTestId('code-show')).toHaveAttribute('data-shown', /[1-9]/);
  await showToCameras(sender.page);

  const receiver = new TeachPage(await context.newPage());
  await seeScreens(receiver.page);
  await receiver.openDoor();
  await receiver.page.getByTestId('receive').click();
  await expect(receiver.page.getByTestId('code-read')).toBeVisible();
  await expect(receiver.cards).toHaveCount(2, { timeout: 150_000 });
  expect(await receiver.counts()).toEqual({ cat: 0, cup: 0 });
  await receiver.testPhoto.setInputFiles(join(photos, 'cat.jpg'));
  await receiver.expectTop('cat');
});

const channel = 'screen-to-camera';

/** What is on the sender's screen, thirty times a second. */
async function showToCameras(page: Page): Promise<void> {
  await page.evaluate((name) => {
    const air = new BroadcastChannel(name);
    setInterval(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=code-show] canvas');
      const picture = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
      if (picture) air.postMessage(picture);
    }, 33);
  }, channel);
}

/** A camera that sees the other screen: a little turned, blurred by scaling, with light around it. */
async function seeScreens(page: Page): Promise<void> {
  await page.addInitScript((name) => {
    const seen = document.createElement('canvas');
    seen.width = 640;
    seen.height = 480;
    const context = seen.getContext('2d')!;
    const screen = document.createElement('canvas');
    context.fillStyle = '#b9b2a6';
    context.fillRect(0, 0, seen.width, seen.height);
    new BroadcastChannel(name).onmessage = ({ data }: MessageEvent<ImageData>) => {
      screen.width = data.width;
      screen.height = data.height;
      screen.getContext('2d')!.putImageData(data, 0, 0);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.fillRect(0, 0, seen.width, seen.height);
      context.translate(320, 240);
      context.rotate(0.07);
      context.drawImage(screen, -210, -205, 420, 410);
    };
    navigator.mediaDevices.getUserMedia = () => Promise.resolve(seen.captureStream(30));
  }, channel);
}
