/**
 * Formulas that a visitor types, as trees: only arithmetic, so whatever is typed is safe to compute.
 * `parse-expression.ts` makes them of text. Pure.
 */

/** Where it stands in the text: first character and the one after the last. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export type Operator = '+' | '-' | '*' | '/' | '^';

export type Expression = Place &
  (
    | { readonly kind: 'number'; readonly value: number }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'negate'; readonly of: Expression }
    | {
        readonly kind: 'binary';
        readonly operator: Operator;
        readonly left: Expression;
        readonly right: Expression;
      }
    | { readonly kind: 'call'; readonly call: FunctionName; readonly of: readonly Expression[] }
  );

/** `most` arguments; `max` and `min` take as many as there are. */
interface Callable {
  readonly least: number;
  readonly most: number;
  readonly compute: (...values: number[]) => number;
}

const one = (compute: (x: number) => number): Callable => ({ least: 1, most: 1, compute });

export const functions = {
  sqrt: one(Math.sqrt),
  abs: one(Math.abs),
  sin: one(Math.sin),
  cos: one(Math.cos),
  tan: one(Math.tan),
  exp: one(Math.exp),
  /** The natural one. */
  log: one(Math.log),
  tanh: one(Math.tanh),
  sigmoid: one((x) => 1 / (1 + Math.exp(-x))),
  relu: one((x) => Math.max(0, x)),
  sign: one(Math.sign),
  max: { least: 2, most: 8, compute: Math.max },
  min: { least: 2, most: 8, compute: Math.min },
} satisfies Readonly<Record<string, Callable>>;

export type FunctionName = keyof typeof functions;

export const operate: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '^': (a, b) => a ** b,
};

/** @throws RangeError when a name has no value: it was not among those the text was parsed with. */
export const evaluate = (
  expression: Expression,
  values: Readonly<Record<string, number>>,
): number => {
  const names = Object.keys(values);
  return compile(expression, names)(names.map((name) => values[name]!));
};

/**
 * The same as a function of the values in the order of `names`: the tree is walked once, not at every
 * point of a field.
 * @throws RangeError as `evaluate`
 */
export function compile(
  expression: Expression,
  names: readonly string[],
): (values: ArrayLike<number>) => number {
  switch (expression.kind) {
    case 'number': {
      const { value } = expression;
      return () => value;
    }
    case 'name': {
      const place = names.indexOf(expression.name);
      if (place < 0) throw new RangeError(`${expression.name} has no value`);
      return (values) => values[place]!;
    }
    case 'negate': {
      const of = compile(expression.of, names);
      return (values) => -of(values);
    }
    case 'binary': {
      const left = compile(expression.left, names);
      const right = compile(expression.right, names);
      const compute = operate[expression.operator];
      return (values) => compute(left(values), right(values));
    }
    case 'call': {
      const of = expression.of.map((each) => compile(each, names));
      const { compute }: Callable = functions[expression.call];
      const [first] = of;
      return of.length === 1
        ? (values) => compute(first!(values))
        : (values) => compute(...of.map((each) => each(values)));
    }
  }
}

/** The names that the expression uses, in the order of their first use. */
export function namesIn(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case 'number':
      return [];
    case 'name':
      return [expression.name];
    case 'negate':
      return namesIn(expression.of);
    case 'binary':
      return [...new Set([...namesIn(expression.left), ...namesIn(expression.right)])];
    case 'call':
      return [...new Set(expression.of.flatMap(namesIn))];
  }
}
