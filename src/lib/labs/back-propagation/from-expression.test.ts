import { describe, expect, it } from 'vitest';
import { evaluate } from '#lib/maths/expression.ts';
import { parse } from '#lib/maths/parse-expression.ts';
import { Random } from '#lib/maths/random.ts';
import { graphOf, variableNames } from './from-expression.ts';
import { goBackward, goForward, numericGradient, resultOf } from './maths.ts';

const given = { a: 0.7, b: 1.3, c: -0.4 };

/** A formula with all that is smooth near these values. */
function randomFormula(random: Random, depth: number): string {
  const inside = () => randomFormula(random, depth - 1);
  const pick = <T>(of: readonly T[]): T => of[random.below(of.length)]!;
  if (depth === 0) return pick(['a', 'b', 'c', '2', '0.5']);
  return pick([
    () => `(${inside()} + ${inside()})`,
    () => `(${inside()} - ${inside()})`,
    () => `${inside()} * ${inside()}`,
    () => `${inside()} / (2 + ${inside()}^2)`,
    () => `exp(${inside()} / 3)`,
    () => `log(3 + (${inside()})^2)`,
    () => `sigmoid(${inside()})`,
    () => `tanh(${inside()})`,
    () => `-sin(${inside()})`,
    () => `sqrt(1 + cos(${inside()})^2)`,
  ])();
}

describe('the graph of a formula', () => {
  it('computes what the formula does, and gradients that nudging agrees with, for a hundred random ones', () => {
    const random = new Random(7);
    for (let round = 0; round < 100; round++) {
      const text = `a * b + ${randomFormula(random, 3)}`;
      const made = graphOf(text);
      const parsed = parse(text, variableNames);
      if (!made.ok || !parsed.ok) throw new Error(text);
      const values = goForward(made.graph, given);
      const result = values.get(resultOf(made.graph).id)!;
      expect(result).toBeCloseTo(evaluate(parsed.expression, given), 10);
      const { gradients } = goBackward(made.graph, values);
      for (const name of made.variables) {
        const numeric = numericGradient(made.graph, given, name);
        const error = Math.abs(gradients.get(name)! - numeric) / Math.max(1, Math.abs(numeric));
        expect(error, `∂/∂${name} of ${text}`).toBeLessThan(1e-6);
      }
    }
  });

  it('has one node for a variable, and for a number, however often it is written', () => {
    const made = graphOf('x*x + 2*x - 2');
    expect(made.ok && made.graph.map(({ name }) => name)).toEqual([
      'x',
      '2',
      'u₁',
      'u₂',
      'u₃',
      'L',
    ]);
  });

  it('says what it cannot draw', () => {
    const codeOf = (text: string) => {
      const made = graphOf(text);
      return made.ok ? undefined : made.problem.code;
    };
    expect(codeOf('2 + 3')).toBe('no-variable');
    expect(codeOf('a+b+c+d+f+g+h')).toBe('too-many');
    expect(codeOf('a * (b')).toBe('missing-close');
    expect(codeOf('x')).toBeUndefined();
  });
});
