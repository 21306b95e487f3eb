import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allLabels, labelName } from './index.ts';
import { cocoLabels, kindOf, openImagesLabels } from './networks.ts';

describe('labels', () => {
  it('have stable ids and a name of their own in each language', () => {
    for (const id of allLabels) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    for (const locale of ['en', 'pt-BR'] as const) {
      const names = allLabels.map((id) => labelName(id, locale));
      expect(new Set(names).size).toBe(names.length);
    }
    expect(labelName('cup', 'pt-BR')).toBe('Xícara');
  });

  it('leave a label from elsewhere as it is', () => {
    expect(labelName('my class', 'en')).toBe('my class');
    expect(labelName('toString', 'en')).toBe('toString');
  });

  it('are all said by a network, and kinds are labels', () => {
    const said = new Set<string>([...cocoLabels, ...openImagesLabels]);
    expect(new Set<string>(allLabels)).toEqual(said);
    expect(cocoLabels).toHaveLength(80);
    expect(openImagesLabels).toHaveLength(23);
    for (const kind of Object.values(kindOf)) expect(said).toContain(kind);
  });

  it.each([
    ['open-images-ssd', openImagesLabels],
    ['coco-centernet', cocoLabels],
  ])('are those of models/%s/labels.json', (id, labels) => {
    const url = new URL(`../../../../models/${id}/labels.json`, import.meta.url);
    expect(JSON.parse(readFileSync(url, 'utf8'))).toEqual(labels);
  });
});
