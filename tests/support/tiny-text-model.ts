/** Small text models with random numbers, the same ones every time. */
import type { Cell } from '#lib/engine/kernels/recurrent.ts';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { Random } from '#lib/maths/random.ts';
import type { Pooling, TextModelFile, Units } from '#lib/text/model/format.ts';
import type { TextModelData } from '#lib/text/model/load.ts';
import { TextModel } from '#lib/text/model/text-model.ts';
import { packModel } from '#lib/text/train/files.ts';
import { layOut } from '#lib/text/train/layout.ts';

export interface TinyTextModel {
  readonly units?: Units;
  readonly cell?: Cell;
  readonly layers?: number;
  readonly direction?: 'forward' | 'both';
  readonly pooling?: Pooling['kind'];
  readonly window?: number;
  readonly change?: Partial<TextModelFile>;
}

export const tinyCharacters: Units = {
  kind: 'characters',
  lowerCase: true,
  alphabet: ' abcdefghijklmnopqrstuvwxyz.,',
  ranges: [],
};

export const tinyWords: Units = {
  kind: 'words',
  lowerCase: true,
  pattern: String.raw`[\p{L}\p{M}]{1,40}|[^ ]`,
  words: ['the', 'good', 'bad'],
  buckets: 40,
  grams: [2, 3],
};

const labels = ['one', 'two', 'three'];

export function tinyTextData({
  units = tinyCharacters,
  cell = 'lstm',
  layers = 1,
  direction = 'forward',
  pooling = 'last',
  window = 64,
  change = {},
}: TinyTextModel = {}): TextModelData {
  const rows = units.kind === 'characters' ? units.alphabet.length + 2 : 44;
  const spec = {
    ...{ rows, columns: 6, pooling, classes: labels.length },
    recurrent: Array.from({ length: layers }, () => ({ cell, units: 5, direction })),
    hidden: [{ units: 7, activation: 'tanh' as const }],
  };
  const { parts, size } = layOut(spec);
  const random = new Random(11);
  const parameters = Float64Array.from({ length: size }, () => 1.6 * random.next() - 0.8);
  const frame = { id: 'tiny', units, window, labels, temperature: 1.5 };
  const { file, weights } = packModel({ spec, parts, parameters }, frame, 'float32');
  return { file: { ...file, ...change }, bytes: weights.buffer };
}

export function tinyTextModel(tiny: TinyTextModel = {}): TextModel {
  return TextModel.open(tinyTextData(tiny), openPlainKernels());
}
