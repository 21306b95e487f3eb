/** WebKitGTK's small browser, driven over WebDriver on a screen that nobody sees. */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { Builder, By, Capabilities, type WebDriver, type WebElement } from 'selenium-webdriver';
import { phone, type Browser } from './browser.ts';
import { start, stop } from './child.ts';

export interface WebKitPrograms {
  readonly driver: string;
  readonly browser: string;
  readonly display: string;
}

const startMs = 30_000;
const scriptMs = 60_000;

/** The whole screen for the page: with a bar of buttons the window would be wider than a phone. */
const browserArgs = [
  '--automation',
  '--full-screen',
  '--enable-media-stream=true',
  '--enable-mock-capture-devices=true',
  '--enable-write-console-messages-to-stdout=true',
];

/** @param features of WebKit to turn on or off, e.g. "+MediaStreamTrackProcessing". */
export async function openWebKit(
  programs: WebKitPrograms,
  features: readonly string[] = [],
): Promise<Browser> {
  const screen = await openScreen(programs.display);
  const port = await freePort();
  const server = start(programs.driver, [`--port=${port}`], {
    env: { ...process.env, DISPLAY: screen.name },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const complaints: string[] = [];
  createInterface({ input: server.stdout as Readable }).on('line', (line) => {
    if (/^CONSOLE\b.*\bERROR\b/.test(line)) complaints.push(line);
  });
  const shut = async () => {
    await stop(server);
    await screen.close();
  };
  try {
    await listening(port);
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(
        new Capabilities({
          browserName: 'MiniBrowser',
          'webkitgtk:browserOptions': {
            binary: programs.browser,
            args: [...browserArgs, ...(features.length ? [`--features=${features.join()}`] : [])],
          },
        }),
      )
      .build();
    await driver
      .manage()
      .window()
      .setRect({ x: 0, y: 0, ...phone });
    await driver.manage().setTimeouts({ script: scriptMs, pageLoad: scriptMs });
    const version = (await driver.getCapabilities()).get('browserVersion') as string;
    return {
      name: `WebKitGTK ${version}`,
      takeComplaints: () => complaints.splice(0),
      ...pageOf(driver),
      close: async () => {
        try {
          await driver.quit();
        } finally {
          await shut();
        }
      },
    };
  } catch (error) {
    await shut();
    throw error;
  }
}

function pageOf(driver: WebDriver): Omit<Browser, 'name' | 'takeComplaints' | 'close'> {
  const find = (selector: string): Promise<WebElement> =>
    driver.findElement(By.css(selector)) as Promise<WebElement>;
  return {
    open: (address) => driver.get(address),
    reload: () => driver.navigate().refresh(),
    click: async (selector) => (await find(selector)).click(),
    type: async (selector, text) => (await find(selector)).sendKeys(text),
    setFiles: async (selector, paths) => (await find(selector)).sendKeys(paths.join('\n')),
    async evaluate(expression) {
      const [value, error] = await driver.executeAsyncScript<[unknown, string?]>(`
        const done = arguments[arguments.length - 1];
        (async () => ${expression})().then((value) => done([value]), (error) => done([null, String(error)]));
      `);
      if (error !== undefined) throw new Error(error);
      return value;
    },
    screenshot: async () => Buffer.from(await driver.takeScreenshot(), 'base64'),
  };
}

async function openScreen(program: string): Promise<{ name: string; close(): Promise<void> }> {
  const { width, height } = phone;
  const args = ['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp'];
  const server = start(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const told = server.stdio[3] as Readable;
  const [number] = (await Promise.race([
    once(told, 'data', { signal: AbortSignal.timeout(startMs) }),
    once(server, 'exit').then(() => {
      throw new Error(`${program} gives no screen.`);
    }),
  ])) as [Buffer];
  return { name: `:${String(number).trim()}`, close: () => stop(server) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function listening(port: number): Promise<void> {
  const untilMs = Date.now() + startMs;
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch (error) {
      // Nobody listens there yet.
      if (Date.now() > untilMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
