/** JSON as somebody may have written it who means ill, or nothing: values of other kinds, keys gone, nests, names of methods. */
import type { Random } from '../../../src/lib/maths/random.ts';

const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** What may stand where something else is expected. A function: a nest is made when it is wanted. */
const strange: readonly (() => unknown)[] = [
  () => null,
  () => -1,
  () => 0,
  () => 1,
  () => 2,
  () => 0.5,
  () => 2 ** 31,
  () => 2 ** 53,
  () => 1e308,
  () => -1e308,
  () => 'NaN',
  () => '',
  () => '0',
  () => '../../etc/passwd',
  () => '__proto__',
  () => 'constructor',
  () => 'a'.repeat(3000),
  () => '\u0000\ud800<b>&"\u202e',
  () => [],
  () => [[]],
  () => [null],
  () => [{}],
  () => ({}),
  () => true,
  () => false,
  () => ({ length: -1 }),
  () => ({ toString: 1, valueOf: 1, then: 1 }),
  () => ({ $number: 'NaN' }),
  () => ({ $number: {} }),
  () => ({ $array: 'float32', at: 0, length: 1e9 }),
  () => ({ $array: 'constructor', at: 0, length: 1 }),
  () => ({ $array: 'uint8', at: 0, length: 4 }),
  () => ({ $array: 'buffer', at: 0, length: 4 }),
  () => nest(40),
];

function nest(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { inner: value };
  return value;
}

/** A value changed in one or a few places. The given one stays as it is. */
export function mutated(value: unknown, random: Random): unknown {
  let changed = value;
  for (let n = 1 + random.below(3); n > 0; n--) changed = once(changed, random);
  return changed;
}

function once(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null) return leaf(value, random);
  // The nearer the top the rarer, so that most changes are deep.
  if (random.below(20) === 0) return pick(random, strange)();
  return Array.isArray(value)
    ? inList(value, random)
    : inRecord(value as Record<string, unknown>, random);
}

function leaf(value: unknown, random: Random): unknown {
  if (typeof value === 'number' && random.below(2) === 0) {
    return pick(random, [value + 1, value - 1, -value, value * 2 ** 20, value + 0.5, 0, 1, 255]);
  }
  if (typeof value === 'string' && random.below(3) === 0) {
    const at = random.below(value.length + 1);
    return `${value.slice(0, at)}${pick(random, ['/', '..', '\n', '~', '0', 'é', ''])}${value.slice(at + 1)}`;
  }
  return pick(random, strange)();
}

function inList(list: readonly unknown[], random: Random): unknown[] {
  if (list.length === 0) return [pick(random, strange)()];
  const copy = [...list];
  const at = random.below(copy.length);
  const change = random.below(12);
  if (change === 0) copy.splice(at, 1);
  else if (change === 1) copy.splice(at, 0, copy[at]);
  else if (change === 2) copy.reverse();
  else if (change === 3) copy.length = at;
  else if (change === 4) copy.push(pick(random, strange)());
  else copy[at] = once(copy[at], random);
  return copy;
}

function inRecord(record: Readonly<Record<string, unknown>>, random: Random): unknown {
  const entries = Object.entries(record);
  if (entries.length === 0)
    return { [pick(random, ['id', 'constructor'])]: pick(random, strange)() };
  const at = random.below(entries.length);
  const [key, value] = entries[at]!;
  const change = random.below(14);
  if (change === 0) entries.splice(at, 1);
  else if (change === 1)
    entries.push([
      pick(random, ['toString', 'constructor', 'length', 'then']),
      pick(random, strange)(),
    ]);
  else if (change === 2) entries.push(['__proto__', pick(random, strange)()]);
  else if (change === 3) entries[at] = [`${key}x`, value];
  else entries[at] = [key, once(value, random)];
  // Defined, not set: `__proto__` is a key like another, as in JSON.parse.
  const copy = {};
  for (const [name, inner] of entries) {
    Object.defineProperty(copy, name, {
      value: inner,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return copy;
}

/** JSON as text, now and then broken as text. */
export function mutatedText(value: unknown, random: Random): string {
  const text = JSON.stringify(mutated(value, random)) ?? 'undefined';
  const change = random.below(30);
  if (change === 0) return text.slice(0, random.below(text.length));
  if (change === 1) return `\ufeff${text}`;
  if (change === 2) return text.replace(/\d+/, '1e999');
  if (change === 3) return `${'['.repeat(60_000)}${text}`;
  if (change === 4) return `<!doctype html><title>Sign in</title>${text}`;
  return text;
}

export const encoded = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
