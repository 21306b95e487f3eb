import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildCatalogue } from './catalogue/build.ts';
import { lockFile } from './catalogue/vendored.ts';
import { vendor } from './vendor.ts';
import { sha256 } from './write.ts';

const work = mkdtempSync(join(tmpdir(), 'vendor-'));
const models = join(work, 'models');
const served = join(work, 'served');
const manifest = {
  modelTopology: {},
  weightsManifest: [{ paths: ['./a/shard1', 'shard2'], weights: [] }],
};

/** What the public host has today. */
let host: Record<string, string> = {};
let server: Server;
let local = '';
const asked: string[] = [];

/** The public address, answered by a server on this machine. */
const toLocal: typeof fetch = (url) => {
  const { pathname } = new URL(String(url));
  asked.push(pathname);
  return fetch(`${local}${pathname}`);
};
const options = { models, served, fetch: toLocal };

beforeAll(async () => {
  server = createServer((request, response) => {
    const body = host[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  local = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(work, { recursive: true, force: true });
});

beforeEach(() => {
  asked.length = 0;
  host = {
    '/net/model.json': JSON.stringify(manifest),
    '/net/shard1': 'one',
    '/net/shard2': 'two',
  };
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(models, 'net'), { recursive: true });
  mkdirSync(served);
  writeFileSync(join(served, 'index.json'), JSON.stringify({ models: [], texts: [] }));
  writeFileSync(join(models, 'hosts.json'), '{ "sharing": [] }');
  writeFileSync(
    join(models, 'net', 'entry.json'),
    JSON.stringify({
      name: { en: 'Net', 'pt-BR': 'Rede' },
      summary: { en: 'Net.', 'pt-BR': 'Rede.' },
      tasks: ['classify-images'],
      doors: ['see'],
      input: { pixels: 224 },
      licence: 'Apache-2.0',
      makers: 'Somebody',
      bytes: 10,
      labels: 1000,
      remote: {
        url: 'https://models.example/net/model.json',
        format: 'graph',
        scale: 1,
        offset: 0,
      },
    }),
  );
});

const entry = () => buildCatalogue(models, served).entries[0];

it('fetches the files beside each other, locks their hashes and offers them from here', async () => {
  expect(entry()?.files).toEqual([]);
  await vendor(['net'], options);
  expect(asked).toEqual(['/net/model.json', '/net/shard1', '/net/shard2']);
  expect(entry()).toMatchObject({
    origin: 'fetchable',
    bytes: JSON.stringify(manifest).length + 6,
    files: [
      { file: 'vendor/net/model.json' },
      { file: 'vendor/net/shard1', bytes: 3, sha256: sha256('one') },
      { file: 'vendor/net/shard2', bytes: 3, sha256: sha256('two') },
    ],
  });
  expect(readFileSync(join(served, 'vendor', 'net', 'shard2'), 'utf8')).toBe('two');
});

it('forgets what is locked but not here', async () => {
  await vendor(['net'], options);
  rmSync(join(served, 'vendor'), { recursive: true });
  expect(entry()).toMatchObject({ files: [], bytes: 10 });
});

it('refuses a file that is not what it was, and keeps the old one', async () => {
  await vendor(['net'], options);
  const before = readFileSync(lockFile(models), 'utf8');
  host['/net/shard1'] = 'ONE';
  await expect(vendor(['net'], options)).rejects.toThrow(/shard1 of net is not the file it was/);
  expect(readFileSync(lockFile(models), 'utf8')).toBe(before);
  expect(readFileSync(join(served, 'vendor', 'net', 'shard1'), 'utf8')).toBe('one');
});

it.each([
  ['a file that is missing', () => delete host['/net/shard2'], /answered 404; nothing was changed/],
  ['a page instead', () => (host['/net/model.json'] = '<html>'), /a page instead of a model/],
  ['another JSON', () => (host['/net/model.json'] = '{}'), /not a TensorFlow.js model/],
])('changes nothing for %s', async (_, harm, message) => {
  harm();
  await expect(vendor(['net'], options)).rejects.toThrow(message);
  expect(existsSync(lockFile(models))).toBe(false);
  expect(existsSync(join(served, 'vendor'))).toBe(false);
});

it('says that there is no network, and changes nothing', async () => {
  const noNetwork: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));
  await expect(vendor(['net'], { ...options, fetch: noNetwork })).rejects.toThrow(
    'models.example could not be reached; nothing was changed.',
  );
  expect(existsSync(lockFile(models))).toBe(false);
});

it('names the models that there are', async () => {
  await expect(vendor(['cat'], options)).rejects.toThrow(/cat is no model .* these are: net\./);
});
