import { chromium } from '@playwright/test';
import { cameraFileArgs } from '../../e2e/support/camera-file.ts';
import { changingCamera } from './camera.ts';
import { onlyCamera } from './contenders.ts';
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: cameraFileArgs(await changingCamera()) });
const page = await onlyCamera.open(browser);
page.on('console', (m) => console.log(m.text()));
page.on('worker', (w) => console.log('worker', w.url()));
await page.evaluate(async () => {
  const s = await navigator.mediaDevices.getUserMedia({ video: true });
  const r = new (globalThis as any).MediaStreamTrackProcessor({ track: s.getVideoTracks()[0] }).readable.getReader();
  for (let i = 0; i < 200; i++) {
    const { value: f } = await r.read();
    if (i % 20 === 0) {
      const rect = { x: (f.codedWidth >> 2) * 2 - 8, y: (f.codedHeight >> 2) * 2 - 8, width: 16, height: 16 };
      try {
        const b = new Uint8Array(f.allocationSize({ rect }));
        await f.copyTo(b, { rect });
        console.log(i, f.format, f.codedWidth, f.codedHeight, b.length, b.slice(0, 256).reduce((a: number, x: number) => a + x, 0) / 256);
      } catch (e) { console.log(String(e), f.format); }
    }
    f.close();
  }
});
console.log(JSON.stringify(await page.evaluate('takeWatched()')));
await browser.close();
process.exit(0);
