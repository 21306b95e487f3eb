/**
 * `npm run bench:teach [-- --data DIR] [--runs 5] [--peer-runs 3] [--held-out 10]`: 10 classes × 20
 * photos, taught to this app (the production build, by its buttons) and to @teachablemachine/image,
 * one after the other in the same browser. Prints
 *  - the time from the press on Train to a head that answers, once everything is embedded;
 *  - what one more sample costs the instant head among 10, 100, 1,000 and 5,000;
 *  - how often both are right about the same photos that neither was taught.
 * Writes the figures to tests/bench/results/teach.json. The peer's packages are installed by this
 * command into tests/bench/peers; its trunk is taken from ../shared/models, without which ours runs alone.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { ensureChromium } from '../../scripts/find-chromium.mjs';
import { ensureBuilt } from '../../scripts/prepare.mjs';
import { startStaticServer } from '../../scripts/server/static-server.ts';
import { installPeers } from './install-peers.ts';
import { inWords, type Measured } from './measure.ts';
import { benchInstant, benchOurs, type Ours } from './ours.ts';
import { benchPeer, peerInstalled, peerTrunk, type Peer } from './peer.ts';
import { readPhotos } from './photos.ts';

const instantSizes = [10, 100, 1000, 5000];

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    runs: { type: 'string', default: '5' },
    'peer-runs': { type: 'string', default: '3' },
    'held-out': { type: 'string', default: '10' },
  },
});
const runs = Number(values.runs);
const photos = await readPhotos(values.data, {
  classes: 10,
  taught: 20,
  heldOut: Number(values['held-out']),
});

await ensureBuilt();
const trunk = peerTrunk();
if (trunk !== undefined && !peerInstalled()) {
  await installPeers();
}
const build = join(import.meta.dirname, '..', '..', 'build');
const site = await startStaticServer({ directory: build, port: 0 });
const browser = await chromium.launch({ executablePath: await ensureChromium() });
try {
  const origin = `http://localhost:${site.port}`;
  console.log(`Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model}`);
  console.log(`Photos: ${photos.source}\n`);
  const ours = await benchOurs(browser, origin, photos, runs);
  printOurs(ours);
  const peer = trunk && (await benchPeer(browser, trunk, photos, Number(values['peer-runs'])));
  if (peer) printPeer(ours, peer);
  else console.log('No peer: ../shared/models/teachable-machine-export is not there.');
  const instant: Record<number, Measured> = {};
  console.log('\nInstant head, after the embedding of one more sample among');
  for (const size of instantSizes) {
    const one = await benchInstant(browser, origin, photos, size, runs);
    instant[size] = one;
    console.log(`  ${String(size).padStart(5)}  ${inWords(one)}`);
  }
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const results = { source: photos.source, chromium: browser.version(), ours, peer, instant };
  writeFileSync(join(folder, 'teach.json'), JSON.stringify(results, null, 2));
} finally {
  await browser.close();
  await site.close();
}

function printOurs({ usable, fit, accuracy, heldOut, method }: Ours): void {
  console.log(`Aprendiz, its default (${method})`);
  console.log(`  Train to a usable head  ${inWords(usable)}`);
  console.log(`  of that, fitting        ${inWords(fit)}`);
  console.log(`  right                   ${percent(accuracy)} of ${heldOut} held-out photos`);
}

function printPeer({ usable, fit }: Ours, { train, accuracy }: Peer): void {
  for (const [backend, one] of Object.entries(train)) {
    const times = (mine: Measured) => `${(one.median / mine.median).toFixed(0)} ×`;
    console.log(`@teachablemachine/image, its defaults, trained on ${backend}`);
    console.log(`  train                   ${inWords(one)}`);
    console.log(`  right                   ${percent(accuracy[backend] ?? 0)}`);
    console.log(
      `  ours is quicker by      ${times(usable)} to a usable head, ${times(fit)} to fit`,
    );
  }
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}
