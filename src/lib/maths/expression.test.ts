import { describe, expect, it } from 'vitest';
import { evaluate, namesIn } from './expression.ts';
import { parse } from './parse-expression.ts';

const values = { x1: 3, x2: -2, r: Math.hypot(3, 2), theta: Math.atan2(-2, 3) };

function valueOf(text: string): number {
  const parsed = parse(text, Object.keys(values));
  if (!parsed.ok) throw new Error(`${parsed.problem.code} at ${parsed.problem.from} in ${text}`);
  return evaluate(parsed.expression, values);
}

describe('expressions', () => {
  it.each([
    ['1 + 2 × 3', 7],
    ['(1 + 2) * 3', 9],
    ['8 ÷ 2 / 2', 2],
    ['5 − 3 - 1', 1],
    ['2^3^2', 512],
    ['-x1^2', -9],
    ['−x₁²', -9],
    ['2^-1', 0.5],
    ['x1**2 + x2³', 1],
    ['2x1 x2', -12],
    ['2(x1 + 1)', 8],
    ['sqrt(x1^2 + x2^2) − r', 0],
    ['√(9)', 3],
    ['max(x1, x2, 4) + min(x1; x2)', 2],
    ['abs(x2) exp(0) + log(e) + ln(1)', 3],
    ['cos(pi) + sen(θ − theta)', -1],
    ['.5 + 1.5e1', 15.5],
    ['relu(x2) + sign(x2) + tanh(0) + sigmoid(0)', -0.5],
  ])('computes %s', (text, value) => expect(valueOf(text)).toBeCloseTo(value, 12));

  it('follows the numbers where they lead: no place is no number', () => {
    expect(valueOf('log(x2)')).toBeNaN();
    expect(valueOf('1 / (x1 − 3)')).toBe(Infinity);
  });

  it.each([
    ['', 'empty', 0, ''],
    ['x1 + #', 'unknown-character', 5, '#'],
    ['x1 + foo', 'unknown-name', 5, 'foo'],
    ['constructor(x1)', 'unknown-name', 0, 'constructor'],
    ['x1 + ', 'missing-value', 4, ''],
    ['x1 × / 2', 'missing-value', 5, '/'],
    ['2 × (x1 + 1', 'missing-close', 4, '('],
    ['x1 + 1)', 'extra-close', 6, ')'],
    ['sin x1', 'missing-arguments', 0, 'sin'],
    ['max(x1)', 'wrong-count', 0, 'max(x1)'],
    ['sin(1, 2)', 'wrong-count', 0, 'sin(1, 2)'],
    ['0,5 x1', 'stray-comma', 1, ','],
    ['(0,5) x1', 'stray-comma', 2, ','],
    ['1'.repeat(201), 'too-long', 200, '1'],
  ])('says of “%s” that it is %s at %i', (text, code, from, word) => {
    const parsed = parse(text, ['x1', 'x2']);
    expect(parsed).toMatchObject({ ok: false, problem: { code, from, word } });
  });

  it('keeps where each part stands, and tells its names', () => {
    const parsed = parse('x2 × (x1 + x2)', ['x1', 'x2']);
    if (!parsed.ok || parsed.expression.kind !== 'binary') throw new Error('no product');
    expect(parsed.expression.right).toMatchObject({ kind: 'binary', from: 5, to: 14 });
    expect(namesIn(parsed.expression)).toEqual(['x2', 'x1']);
  });

  it('has no value for a name that it was not parsed with', () => {
    const parsed = parse('x1', ['x1']);
    if (!parsed.ok) throw new Error('x1 is a name');
    expect(() => evaluate(parsed.expression, {})).toThrow(RangeError);
  });
});
