/** What an address may say, formulas that are typed, and codes held before the camera. */
import { readAddress as readSee } from '../../../src/lib/teach/workbench/address.ts';
import { addressOf } from '../../../src/lib/catalogue/shared-address.ts';
import { Receiver } from '../../../src/lib/handover/receiver.ts';
import { codesOf } from '../../../src/lib/handover/sender.ts';
import { fields as activations } from '../../../src/lib/labs/activations/fields.ts';
import { settings as backPropagation } from '../../../src/lib/labs/back-propagation/settings.ts';
import { fields as board } from '../../../src/lib/labs/board/state.ts';
import { fields as entropy } from '../../../src/lib/labs/entropy/fields.ts';
import { fields as fashion } from '../../../src/lib/labs/fashion-mnist/fields.ts';
import { fields as descent } from '../../../src/lib/labs/gradient-descent/fields.ts';
import { fields as initialisation } from '../../../src/lib/labs/initialisation/fields.ts';
import { fields as perceptrons } from '../../../src/lib/labs/multilayer-perceptron/fields.ts';
import { fields as normalisation } from '../../../src/lib/labs/normalisation/fields.ts';
import { fields as optimisers } from '../../../src/lib/labs/optimisers/settings.ts';
import { fields as perceptron } from '../../../src/lib/labs/perceptron/fields.ts';
import { fields as regularisation } from '../../../src/lib/labs/regularisation/fields.ts';
import { fields as representations } from '../../../src/lib/labs/representations/fields.ts';
import { readFields, writeFields, type Fields } from '../../../src/lib/learn/fields.ts';
import { parse as parseExpression } from '../../../src/lib/maths/parse-expression.ts';
import type { Random } from '../../../src/lib/maths/random.ts';
import { parseSettings } from '../../../src/lib/see/settings.ts';
import { parseCameraChoice } from '../../../src/lib/camera/camera-choice.ts';
import { damage, noise, type Bytes } from '../mutate/bytes.ts';
import { mutated } from '../mutate/json.ts';
import { accepted, expectThat, passedOver, type Target } from '../target.ts';

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** Words that an address may have where a number, a list or a choice is expected. */
export const words = [
  ...[
    '',
    '0',
    '-1',
    '1e308',
    '-1e-308',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '９',
    '1~2',
    '~',
    '~~~',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
    '%00',
    '\ud800',
    '<b>',
    'a'.repeat(500),
  ],
  ...['4294967296', '99999999999', '-0', '.5', '1.', '1e', '0.1~0.2~NaN', '1~'.repeat(300), 'adam'],
];

const labs: readonly Fields[] = [
  activations,
  descent,
  entropy,
  perceptron,
  representations,
  backPropagation,
  board,
  optimisers,
  fashion,
  initialisation,
  perceptrons,
  normalisation,
  regularisation,
];

function mutatedQuery(fields: Fields, random: Random): URLSearchParams {
  const query = new URLSearchParams();
  const keys = Object.keys(fields);
  for (let n = 1 + random.below(6); n > 0; n--) {
    const key = random.below(6) === 0 ? pick(random, words) : pick(random, keys);
    const field = fields[key];
    const right = Object.hasOwn(fields, key) && field ? field.write(field.initial) : '';
    const cut = random.below(right.length + 1);
    const word =
      random.below(2) === 0
        ? pick(random, words)
        : `${right.slice(0, cut)}${pick(random, words)}${right.slice(cut)}`;
    query.append(key, word);
  }
  return query;
}

export const labAddresses: Target = {
  name: 'address of a lab',
  weight: 2,
  prepare: () => Promise.resolve(),
  run: (random) => {
    const fields = pick(random, labs);
    const values = readFields(fields, mutatedQuery(fields, random));
    // What was read is written, read again and the same: a link is a state.
    const written = writeFields(fields, values, new URLSearchParams());
    const again = writeFields(fields, readFields(fields, written), new URLSearchParams());
    expectThat(`${written}` === `${again}`, `${written} became ${again}`);
    return Promise.resolve(accepted);
  },
};

export const otherWords: Target = {
  name: 'words of an address',
  weight: 1,
  prepare: () => Promise.resolve(),
  run: (random) => {
    readSee(new URLSearchParams({ id: pick(random, words), backend: pick(random, words) }));
    addressOf(`${pick(random, ['https://', '', 'javascript:', 'a.b/'])}${pick(random, words)}`, [
      'https://a.b',
    ]);
    const kept = mutated({ topK: 5, threshold: 0.5, smoothingMs: 400, boxes: true }, random);
    const { topK, threshold, smoothingMs } = parseSettings(kept);
    expectThat([topK, threshold, smoothingMs].every(Number.isFinite), 'settings that are numbers');
    parseCameraChoice(mutated({ deviceId: 'a', facing: 'front', mirror: true }, random));
    return Promise.resolve(accepted);
  },
};

const formulas = ['sin(x) + 2 x^2', 'exp(-(x^2 + y^2))', '3 x1 − 2 x2 + 1', 'max(0, x)'];
const marks = [
  '(',
  ')',
  '^',
  '((((',
  '²',
  ',',
  'sin',
  'e',
  '9e999',
  '..',
  '-',
  'π',
  ' ',
  '😀',
  '^^',
  'constructor(',
];

export const expressions: Target = {
  name: 'formula',
  weight: 1,
  prepare: () => Promise.resolve(),
  run: (random) => {
    let text = pick(random, formulas);
    for (let n = 1 + random.below(6); n > 0; n--) {
      const at = random.below(text.length + 1);
      text = `${text.slice(0, at)}${pick(random, marks)}${text.slice(at + random.below(3))}`;
    }
    if (random.below(20) === 0) text = `${'('.repeat(5000)}${text}`;
    const parsed = parseExpression(text, ['x', 'y', 'x1', 'x2']);
    return Promise.resolve(parsed.ok ? accepted : passedOver);
  },
};

const sent = Uint8Array.from({ length: 900 }, (_, i) => (i * 31) % 251);

export const codes: Target = {
  name: 'code before the camera',
  weight: 1,
  prepare: () => Promise.resolve(),
  run: async (random) => {
    const { code, pieces } = await codesOf(sent, 'coarse');
    const receiver = new Receiver();
    let arrived: ArrayBuffer | undefined;
    for (let n = 0; n < 4 * pieces && !arrived; n++) {
      const right = code(n) as Bytes;
      const chance = random.below(6);
      const shown = chance === 0 ? damage(right, random) : chance === 1 ? noise(random, 60) : right;
      arrived = (await receiver.take(shown))?.file;
    }
    if (!arrived) return passedOver;
    expectThat(`${new Uint8Array(arrived)}` === `${sent}`, 'another file than was sent');
    return accepted;
  },
};
