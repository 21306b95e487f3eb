import { chromium } from '@playwright/test';
import { cameraFileArgs } from '../../e2e/support/camera-file.ts';
import { startStaticServer } from '../../../scripts/server/static-server.ts';
import { changingCamera } from './camera.ts';
import { exportedModel, serveTeachable } from '../peers/teachable-page.ts';
import { ours, teachable } from './contenders.ts';
const model = exportedModel()!;
const site = await startStaticServer({ directory: 'build', port: 0 });
const peer = await serveTeachable('tests/bench/peers/node_modules', model);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: cameraFileArgs(await changingCamera()) });
for (const c of [ours(`http://localhost:${site.port}`, model, 'wasm'), teachable(peer.origin)[1]!]) {
  const old = c.open;
  const page = await old(browser);
  page.on('console', (m) => console.log(m.text()));
  await page.waitForTimeout(9000);
  const w = await page.evaluate<any>('takeWatched()');
  console.log(c.who, JSON.stringify({ ...w, answers: w.answers.length, inferences: w.inferences.slice(0, 5) }).slice(0, 1500));
  await page.screenshot({ path: `/tmp/live-${c.who.replace(/\W/g, '')}.png` });
  await page.context().close();
}
await browser.close();
process.exit(0);
