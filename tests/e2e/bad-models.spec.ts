/** A model file that is missing, cut short or changed on the way is never used; the next try is a fresh one. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import type { FailureCode } from '../../src/lib/failure/failure.ts';
import { SeePage } from './support/see-page.ts';
import { buildFolder, originOf, startSite, test } from './support/test.ts';

const faults: [
  name: string,
  code: FailureCode,
  answer: (path: string, to: ServerResponse) => void,
][] = [
  ['missing', 'model-missing', (_path, to) => to.writeHead(404).end()],
  ['a sign-in page', 'captive-portal', (_path, to) => signIn(to)],
  ['truncated', 'model-corrupt', (path, to) => to.end(weightsOf(path).subarray(0, 100_000))],
  ['altered', 'model-corrupt', (path, to) => to.end(altered(weightsOf(path)))],
];

for (const [name, code, answer] of faults) {
  test(`a model file is ${name}`, async ({ page }) => {
    let broken = true;
    const site = await startSite((request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      if (!broken || !path.endsWith('.bin')) return false;
      answer(path, response);
      return true;
    });
    const see = new SeePage(page, originOf(site));
    await see.open('?lang=en');
    await see.expectFailure(code);

    broken = false;
    await see.tryAgain();
    await see.expectTop('cat');
    await site.close();
  });
}

const signIn = (to: ServerResponse) =>
  to.writeHead(200, { 'Content-Type': 'text/html' }).end('<h1>Welcome to the hotel</h1>');

const weightsOf = (path: string): Buffer => readFileSync(join(buildFolder, path));

function altered(content: Buffer): Buffer {
  const copy = Buffer.from(content);
  copy.writeUInt8(copy.readUInt8(copy.length >> 1) ^ 1, copy.length >> 1);
  return copy;
}
