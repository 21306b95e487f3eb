/** Firefox over WebDriver BiDi, and Chromium for comparison. */
import puppeteer, { type ElementHandle, type LaunchOptions } from 'puppeteer-core';
import { cameraArgs } from '../e2e/support/camera-file.ts';
import { phone, type Browser } from './browser.ts';

/**
 * Firefox calls it an error when a page is left while scripts that nobody waits for are still coming. A journey that
 * needs them fails by itself.
 */
const leftWhileLoading =
  /A ServiceWorker intercepted the request|error loading dynamically imported module/;

/** A camera of its own that nobody has to allow, and scroll bars that lie over the page as on a phone. */
const firefoxOptions: LaunchOptions = {
  browser: 'firefox',
  extraPrefsFirefox: {
    'media.navigator.streams.fake': true,
    'media.navigator.permission.disabled': true,
    'widget.gtk.overlay-scrollbars.enabled': true,
    'ui.useOverlayScrollbars': 1,
  },
};

export const openFirefox = (executablePath: string): Promise<Browser> =>
  launch('Firefox', { ...firefoxOptions, executablePath });

export const openChromium = (executablePath: string): Promise<Browser> =>
  launch('Chromium', {
    executablePath,
    args: [...cameraArgs('cat'), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  });

async function launch(name: string, options: LaunchOptions): Promise<Browser> {
  const browser = await puppeteer.launch({ ...options, headless: true, defaultViewport: null });
  const page = await browser.newPage();
  await page.setViewport(phone);
  const complaints: string[] = [];
  const complain = (text: string) => {
    if (!leftWhileLoading.test(text)) complaints.push(text);
  };
  page.on('pageerror', (error) => complain(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') complain(message.text());
  });
  const find = async (selector: string): Promise<ElementHandle> => {
    const element = await page.$(selector);
    if (!element) throw new Error(`There is no ${selector}.`);
    return element;
  };
  const [, version = ''] = (await browser.version()).split('/');
  return {
    name: `${name} ${version}`,
    takeComplaints: () => complaints.splice(0),
    open: async (address) => void (await page.goto(address)),
    reload: async () => void (await page.reload()),
    click: async (selector) => (await find(selector)).click(),
    type: async (selector, text) => (await find(selector)).type(text),
    setFiles: async (selector, paths) =>
      ((await find(selector)) as ElementHandle<HTMLInputElement>).uploadFile(...paths),
    evaluate: (expression) => page.evaluate(expression),
    screenshot: () => page.screenshot(),
    close: () => browser.close(),
  };
}
