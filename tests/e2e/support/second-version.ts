/** The next version of the app, as a host would serve it: the same pages, every hashed file under another name. */
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sirv from 'sirv';
import { fileHashesUrl } from '../../../src/lib/pwa/messages.ts';
import { buildFolder } from './test.ts';

export interface SecondVersion {
  /** Answers in the place of the first version; what only that one had is gone. */
  readonly serve: (request: IncomingMessage, response: ServerResponse) => true;
  readonly remove: () => void;
}

const sha256 = (bytes: Buffer | string, as: 'hex' | 'base64' = 'hex') =>
  createHash('sha256').update(bytes).digest(as);
const inlineScripts = /<script>([\s\S]*?)<\/script>/g;

export function makeSecondVersion(): SecondVersion {
  const folder = mkdtempSync(join(tmpdir(), 'aprendiz-second-'));
  cpSync(buildFolder, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  const all = readdirSync(folder, { recursive: true, encoding: 'utf8' });

  const hashed = all.filter((path) => /^_app\/immutable\/.*\.js$/.test(path));
  const renamed = new Map(hashed.map((path) => [basename(path), renew(basename(path))]));
  for (const path of hashed) {
    renameSync(
      join(folder, path),
      join(folder, path.replace(basename(path), renew(basename(path)))),
    );
  }
  const names = new RegExp(
    [...renamed.keys()].map((name) => name.replaceAll('.', '\\.')).join('|'),
    'g',
  );
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(html|js|json)$/.test(path) || path.startsWith('models/')) continue;
    const before = readFileSync(join(folder, path), 'utf8');
    const after = before.replace(names, (name) => renamed.get(name)!);
    writeFileSync(join(folder, path), path.endsWith('.html') ? withPolicy(before, after) : after);
  }
  nameVersion(folder);

  const files = sirv(folder, { etag: true });
  return {
    serve: (request, response) => {
      response.setHeader('Cache-Control', 'no-cache');
      files(request, response, () => void response.writeHead(404).end());
      return true;
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}

const renew = (name: string) => name.replace(/\.js$/, '2.js');

/** The policy names inline scripts by their hashes. */
function withPolicy(before: string, after: string): string {
  const scripts = [...before.matchAll(inlineScripts)].map(([, script = '']) => script);
  const now = [...after.matchAll(inlineScripts)].map(([, script = '']) => script);
  return scripts.reduce(
    (page, script, i) => page.replaceAll(sha256(script, 'base64'), sha256(now[i]!, 'base64')),
    after,
  );
}

/** As scripts/build-service-worker.ts does it. */
function nameVersion(folder: string): void {
  const listFile = join(folder, fileHashesUrl);
  const before = sha256(readFileSync(join(buildFolder, fileHashesUrl)));
  const urls = Object.keys(JSON.parse(readFileSync(listFile, 'utf8')) as Record<string, string>);
  const list = JSON.stringify(
    Object.fromEntries(urls.map((url) => [url, sha256(readFileSync(join(folder, url)))])),
  );
  writeFileSync(listFile, list);
  const worker = join(folder, 'service-worker.js');
  let source = readFileSync(worker, 'utf8').replaceAll(before, sha256(list));
  // Pages keep their addresses: another revision tells the versions apart.
  source = source.replace(/("url":"[^"]*\.html","revision":")/g, '$1x');
  writeFileSync(worker, source);
}
