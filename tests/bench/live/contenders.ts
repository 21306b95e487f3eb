/** Who classifies the camera live: our See with the brought model, and the page that Teachable Machine exports. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { teachableBackends, teachableLabel } from '../peers/teachable-page.ts';
import { processorSource, watch } from './watch-page.ts';

export interface Contender {
  readonly who: string;
  /**
   * A page of its own that is answering; the context is the caller's to close.
   * @param watched by `watch-page.ts`, which takes its own time of the page and leaves garbage there.
   */
  open(browser: Browser, watched: boolean): Promise<Page>;
}

const ourLabel = '[data-testid=predictions] > [data-score]';
const patienceMs = 120_000;

async function newPage(
  browser: Browser,
  watched: false | { readonly label: string; readonly isOurs: boolean },
): Promise<Page> {
  // What watches reads frames in a worker of its own, which the policy of the app would forbid.
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    bypassCSP: true,
  });
  await context.addInitScript('globalThis.__name = (named) => named');
  if (watched) {
    const { label, isOurs } = watched;
    const given = [label, isOurs, processorSource].map((value) => JSON.stringify(value)).join(', ');
    await context.addInitScript(`(${watch.toString()})(${given})`);
  }
  return context.newPage();
}

/** By the buttons of the Models page, then by its address on See. */
export function ours(origin: string, model: string, backend: string): Contender {
  return {
    who: `Aprendiz on ${backend}`,
    async open(browser, watched) {
      const page = await newPage(browser, watched && { label: ourLabel, isOurs: true });
      await page.goto(`${origin}/models`);
      await page.getByTestId('bring-files').setInputFiles(
        ['model.json', 'weights.bin', 'metadata.json'].map((name) => ({
          name,
          mimeType: 'application/octet-stream',
          buffer: readFileSync(join(model, name)),
        })),
      );
      const row = page.getByTestId('models-own').getByTestId('model-row');
      await row.and(page.locator('[data-state=installed]')).waitFor({ timeout: patienceMs });
      const id = await row.getAttribute('data-id');
      // Theirs is not steadied either.
      await page.evaluate(() => localStorage.setItem('aprendiz:see', '{"smoothingMs":0}'));
      await page.goto(`${origin}/see?model=${id}&backend=${backend}`);
      await page.waitForSelector(ourLabel, { timeout: patienceMs });
      return page;
    },
  };
}

export function teachable(origin: string): readonly Contender[] {
  return teachableBackends.map((backend) => ({
    who: `@teachablemachine/image on ${backend}`,
    async open(browser, watched) {
      const page = await newPage(browser, watched && { label: teachableLabel, isOurs: false });
      await page.goto(`${origin}/?backend=${backend}`);
      await page.waitForSelector(teachableLabel, { timeout: patienceMs });
      if (watched) await page.evaluate('watchTaking(webcam)');
      return page;
    },
  }));
}

/** A page that shows the camera and does nothing with it. */
export const onlyCamera: Contender = {
  who: 'a page that only shows the camera',
  async open(browser, watched) {
    const page = await newPage(browser, watched && { label: 'none', isOurs: false });
    // A page of the browser's own has no camera; any secure one will do.
    await page.route('http://localhost/camera', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<video autoplay muted></video>' }),
    );
    await page.goto('http://localhost/camera');
    await page.evaluate(async () => {
      const video = document.querySelector('video')!;
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
      await video.play();
    });
    return page;
  },
};
