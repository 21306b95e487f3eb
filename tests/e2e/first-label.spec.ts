/** What a first visit to See fetches before it says anything: a draft of one network, and nothing that could wait. */
import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { SeePage } from './support/see-page.ts';
import { buildFolder, expect, originOf, startSite, test } from './support/test.ts';

/** Half of what the page that Teachable Machine exports brings (2.38 MB): see docs/performance.md. */
const mostBytes = 1_190_000;
const mostRequests = 30;

test('the first label waits for the draft of one network; weights and the offline copy come after it', async ({
  page,
}) => {
  const asked: string[] = [];
  let bytes = 0;
  let holding = true;
  const held: { path: string; response: ServerResponse }[] = [];
  const give = ({ path, response }: (typeof held)[number]) =>
    response
      .writeHead(200, { 'content-type': 'application/octet-stream' })
      .end(readFileSync(join(buildFolder, path)));
  const site = await startSite((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    asked.push(path);
    if (holding && /^\/models\/[^/]+\/weights-/.test(path)) {
      held.push({ path, response });
      return true;
    }
    response.on('finish', () => (bytes += Number(response.getHeader('content-length') ?? 0)));
    return false;
  });
  const see = new SeePage(page, originOf(site));
  await see.open('?backend=wasm');
  await see.expectTop('cat');
  const before = [...asked];
  test.info().annotations.push({ type: 'bytes', description: `${bytes} in ${before.join(' ')}` });
  expect(before.length).toBeLessThanOrEqual(mostRequests);
  expect(bytes).toBeLessThan(mostBytes);
  const others = /service-worker|fill\.worker|\/models\/(?!index|coco-centernet|open-images-ssd)/;
  expect(before.filter((path) => others.test(path))).toEqual([]);
  expect(before.filter((path) => path.includes('/draft-'))).toHaveLength(1);
  await expect(see.runtime).toHaveAttribute('data-model', 'coco-centernet');
  const alone = await see.tensors();

  await expect.poll(() => held.length).toBe(2);
  holding = false;
  held.forEach(give);
  await expect(see.runtime).toHaveAttribute('data-model', 'open-images-ssd+coco-centernet', {
    timeout: 30_000,
  });
  await see.expectTop('cat');
  await expect.poll(() => see.tensors()).toBeGreaterThan(alone);
  await expect.poll(() => asked.filter((path) => others.test(path)).length).toBeGreaterThan(0);
  await site.close();
});
