/** The computation graph of a formula that a visitor typed. Pure. */
import type { Expression, Operator } from '#lib/maths/expression.ts';
import { parse, type Problem } from '#lib/maths/parse-expression.ts';
import type { ComputationGraph, GraphNode } from './maths.ts';
import type { OperationName } from './operations.ts';

/** What a variable may be called: a letter, with a digit if one likes; `e` is the number, u₁ a step. */
export const variableNames: readonly string[] = [...'abcdfghijklmnopqrstvwxyz'].flatMap(
  (letter) => [letter, ...[...'0123456789'].map((digit) => letter + digit)],
);

/** Sliders; more would be no example. */
export const mostVariables = 6;

export type FromExpression =
  | {
      readonly ok: true;
      readonly graph: ComputationGraph;
      /** In the order of the alphabet. */
      readonly variables: readonly string[];
    }
  | {
      readonly ok: false;
      readonly problem: Problem | { readonly code: 'no-variable' | 'too-many' };
    };

const operators: Readonly<Record<Operator, OperationName>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '^': 'power',
};

/** A variable is one node, however often it is written: that is where paths come from. */
export function graphOf(text: string): FromExpression {
  const parsed = parse(text, variableNames);
  if (!parsed.ok) return parsed;
  const leaves = new Map<string, GraphNode>();
  const steps: GraphNode[] = [];
  const add = (operation: OperationName, of: readonly string[]): string => {
    const place = steps.length + 1;
    const id = `u${place}`;
    steps.push({ id: `:${id}`, name: subscript(id), kind: 'operation', operation, of });
    return `:${id}`;
  };
  const leaf = (id: string, node: GraphNode): string => {
    if (!leaves.has(id)) leaves.set(id, node);
    return id;
  };
  const walk = (part: Expression): string => {
    switch (part.kind) {
      case 'number': {
        const id = `=${part.value}`;
        return leaf(id, { id, name: String(part.value), kind: 'number', value: part.value });
      }
      case 'name': {
        const { name } = part;
        return leaf(name, { id: name, name: subscript(name), kind: 'variable' });
      }
      case 'negate':
        // −2 is a number, not an operation on one.
        return part.of.kind === 'number'
          ? walk({ ...part.of, value: -part.of.value })
          : add('negate', [walk(part.of)]);
      case 'binary':
        return add(operators[part.operator], [walk(part.left), walk(part.right)]);
      case 'call':
        return add(part.call, part.of.map(walk));
    }
  };
  const end = walk(parsed.expression);
  const variables = [...leaves.values()]
    .filter(({ kind }) => kind === 'variable')
    .map(({ id }) => id)
    .toSorted();
  if (variables.length === 0) return { ok: false, problem: { code: 'no-variable' } };
  if (variables.length > mostVariables) return { ok: false, problem: { code: 'too-many' } };
  const inner = steps.slice(0, -1);
  const last = steps.at(-1);
  const graph = [...leaves.values(), ...inner, ...(last ? [{ ...last, name: 'L' }] : [])];
  return { ok: true, graph: last ? graph : graph.filter(({ id }) => id === end), variables };
}

const subscript = (name: string): string =>
  name.replace(/\d/g, (digit) => String.fromCharCode(0x2080 + Number(digit)));
