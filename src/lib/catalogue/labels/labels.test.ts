// What the classes of ImageNet are called, and that a model with them speaks the visitor's language.
import 'fake-indexeddb/auto';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keepInstalled } from '#lib/cache/installed.ts';
import { labelIds } from '#lib/vision/installed/labels.ts';
import { labelName, modelNames } from '#lib/vision/labels/index.ts';
import { colourClassifier } from '../../../../tests/support/colour-classifier.ts';
import english from './imagenet.json';
import portuguese from './imagenet.pt-BR.json';
import { learnLabels } from './learn-labels.ts';

describe('names of the classes of ImageNet', () => {
  it('are a thousand in each language, none empty, none twice', () => {
    expect(english).toHaveLength(1000);
    expect(portuguese).toHaveLength(1000);
    for (const names of [english, portuguese]) {
      expect(names.filter((name) => name === '' || name !== name.trim())).toEqual([]);
      expect(new Set(names).size).toBe(1000);
    }
  });

  it('are lower case in Portuguese but for proper names, and composed', () => {
    const proper = ['Band-Aid', 'CD player', 'Ford Modelo T'];
    expect(portuguese.filter((name) => /^\p{Lu}/u.test(name))).toEqual(proper);
    expect(portuguese.filter((name) => name !== name.normalize('NFC'))).toEqual([]);
  });

  it.each([
    [0, 'tench', 'tenca'],
    [20, 'water ouzel', "melro-d'água"],
    [21, 'kite', 'milhafre'],
    [134, 'crane (bird)', 'grou'],
    [207, 'golden retriever', 'golden retriever'],
    [264, 'Cardigan', 'welsh corgi cardigan'],
    [286, 'cougar', 'onça-parda'],
    [290, 'jaguar', 'onça-pintada'],
    [377, 'marmoset', 'sagui'],
    [402, 'acoustic guitar', 'violão'],
    [474, 'cardigan', 'cardigã'],
    [517, 'crane (machine)', 'guindaste'],
    [639, 'maillot, tank suit', 'maiô'],
    [681, 'notebook', 'notebook'],
    [726, 'plane', 'plaina'],
    [880, 'unicycle', 'monociclo'],
    [951, 'lemon', 'limão-siciliano'],
    [998, 'ear', 'espiga'],
    [999, 'toilet tissue', 'papel higiênico'],
  ])('%i: %s is %s', (index, en, name) => {
    expect([english[index], portuguese[index]]).toEqual([en, name]);
  });
});

/** As it lies on the device, its labels under the names that it was installed with. */
async function keep(id: string, names: readonly string[]): Promise<void> {
  const { model, contents } = colourClassifier(id);
  const bytes = new TextEncoder().encode(JSON.stringify(names));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const blobs = [...contents, [sha256, bytes] as const].map(
    ([hash, content]) => [hash, new Blob([content])] as const,
  );
  const labels = { file: `${id}/labels.json`, bytes: bytes.byteLength, sha256 };
  await keepInstalled({ ...model, labels }, new Map(blobs));
  await learnLabels(id);
}

describe('the labels of an installed model', () => {
  it('are named in the language of the page where the list is known, whatever the model', async () => {
    await keep('brought-long-ago', english);
    modelNames.choose('brought-long-ago');
    expect(labelIds(english)[207]).toBe('golden-retriever');
    const crane = labelIds(english)[134]!;
    expect(labelName(crane, 'en')).toBe('crane (bird)');
    expect(labelName(crane, 'pt-BR')).toBe('grou');
    // Its own names come before the app's for the same word.
    expect([labelName('kite', 'en'), labelName('kite', 'pt-BR')]).toEqual(['kite', 'milhafre']);

    modelNames.choose('everyday');
    expect(labelName('kite', 'pt-BR')).toBe('Pipa');
    // A picture kept under the other model keeps its word.
    expect(labelName(crane, 'pt-BR')).toBe('grou');
  });

  it('are as people called them where it is not', async () => {
    const names = ['Meu Gato', 'cup', 'ninguém'];
    await keep('mine', names);
    modelNames.choose('mine');
    for (const locale of ['en', 'pt-BR'] as const) {
      expect(labelName('meu-gato', locale)).toBe('Meu Gato');
      expect(labelName('ninguem', locale)).toBe('ninguém');
    }
    expect(labelName('cup', 'pt-BR')).toBe('Xícara');

    const almost = english.with(999, 'toilet paper');
    await keep('almost', almost);
    modelNames.choose('almost');
    expect(labelName(labelIds(almost)[0]!, 'pt-BR')).toBe('tench');
  });
});
