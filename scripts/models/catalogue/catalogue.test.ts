import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultFolders, prepare } from '../prepare.ts';
import { buildCatalogue } from './build.ts';
import { cardHtml } from './card.ts';
import { modelHosts } from './hosts.mjs';

const models = defaultFolders.texts;

describe('the catalogue', () => {
  beforeAll(async () => {
    await prepare();
  }, 60_000);

  it('has an entry for every model that is served, with its files', () => {
    const { entries } = buildCatalogue(models, defaultFolders.models);
    const builtIn = entries.filter(({ origin }) => origin === 'built-in');
    expect(builtIn.map(({ id }) => id).sort()).toEqual([
      'coco-centernet',
      'emotion',
      'language',
      'open-images-ssd',
      'sentiment',
      'spam',
      'text-encoder',
    ]);
    for (const { id, files, bytes, input } of builtIn) {
      expect(files, id).toHaveLength(2);
      expect(bytes, id).toBe(files.reduce((sum, file) => sum + file.bytes, 0));
      expect('pixels' in input || 'token' in input).toBe(true);
    }
  });

  it('says of each accuracy what its card says', () => {
    for (const { id, accuracy } of buildCatalogue(models, defaultFolders.models).entries) {
      if (!accuracy) continue;
      const card = readFileSync(join(models, id, 'card.md'), 'utf8');
      const written = [(accuracy.value * 100).toFixed(1), accuracy.value.toFixed(3)];
      const figure = new RegExp(`(?<![\\d.])(${written.join('|').replaceAll('.', '\\.')})(?!\\d)`);
      expect(card, `${id}: ${written.join(' or ')}`).toMatch(figure);
    }
  });

  it('allows the hosts of its entries and of shared models, all of them secure', () => {
    const hosts = modelHosts();
    const { entries } = buildCatalogue(models, defaultFolders.models);
    for (const { remote } of entries) {
      if (remote) expect(hosts).toContain(new URL(remote.url).origin);
    }
    for (const host of hosts) expect(host).toMatch(/^https:\/\/[\w.-]+$/);
  });
});

describe('an entry that is not right', () => {
  const work = mkdtempSync(join(tmpdir(), 'catalogue-'));
  const served = join(work, 'served');
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  function written(entry: unknown): string {
    const folder = join(work, 'models');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'some'), { recursive: true });
    mkdirSync(served, { recursive: true });
    writeFileSync(join(served, 'index.json'), JSON.stringify({ models: [], texts: [] }));
    writeFileSync(join(folder, 'hosts.json'), '{ "sharing": [] }');
    writeFileSync(join(folder, 'some', 'entry.json'), JSON.stringify(entry));
    return folder;
  }
  const remote = {
    url: 'https://models.example/a/model.json',
    format: 'graph',
    scale: 1,
    offset: 0,
  };
  const entry = {
    name: { en: 'Some', 'pt-BR': 'Algum' },
    summary: { en: 'Some.', 'pt-BR': 'Algum.' },
    tasks: ['classify-images'],
    doors: ['see'],
    input: { pixels: 224 },
    licence: 'Apache-2.0',
    makers: 'Somebody',
    bytes: 1000,
    labels: 1000,
    remote,
  };

  it('is fetchable when it says where it is', () => {
    const folder = written(entry);
    const { entries, hosts } = buildCatalogue(folder, served);
    expect(entries).toMatchObject([{ id: 'some', origin: 'fetchable', files: [], bytes: 1000 }]);
    expect(hosts).toEqual(['https://models.example']);
  });

  it.each([
    ['a language without words', { ...entry, name: { en: 'Some' } }, /pt-BR/],
    ['an unknown word', { ...entry, colour: 'red' }, /colour/],
    [
      'an address that is not secure',
      { ...entry, remote: { ...remote, url: 'http://a/' } },
      /https/,
    ],
    ['no place and no files', { ...entry, remote: undefined }, /neither built in nor fetchable/],
    ['no size', { ...entry, bytes: undefined }, /how many bytes/],
  ])('stops the build: %s', (_, wrong, message) => {
    expect(() => buildCatalogue(written(wrong), served)).toThrow(message);
  });
});

describe('a card', () => {
  it('becomes HTML in which markup is text and addresses are web addresses', () => {
    const html = cardHtml(
      '# name\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1)) [b](https://b.example)\n\n```sh\n<b>\n```',
    );
    expect(html).toContain('&lt;img');
    expect(html).toContain('&lt;b&gt;');
    expect(html).not.toContain('href="javascript');
    expect(html).toContain('href="https://b.example"');
    expect(html).not.toContain('<h1');
  });

  it('has tables that scroll and can be reached', () => {
    const html = cardHtml('| a |\n| - |\n| 1 |\n');
    expect(html).toMatch(/^<div class="scroll"[^>]*tabindex="0"><table>[\s\S]*<\/table><\/div>\n$/);
    expect(cardHtml('|  | a |\n| - | -: |\n| 1 | 2 |\n')).not.toMatch(/<th[^>]*><\/th>/);
  });
});
