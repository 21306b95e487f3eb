/** What a node of a computation graph can do, and how much each operand moves the result. Pure. */

export interface Operation {
  /** As it stands on the node. */
  readonly symbol: string;
  readonly compute: (operands: readonly number[]) => number;
  /**
   * The local derivatives ∂result/∂operand, in the order of the operands. Where there is none (a corner)
   * it is that of the right side, as frameworks have it for ReLU at 0: 0.
   */
  readonly slopes: (operands: readonly number[], result: number) => readonly number[];
  /** The same in symbols, of the operand at `place`. */
  readonly slopeSaid: (names: readonly string[], place: number, result: string) => string;
}

const one = (
  symbol: string,
  compute: (a: number) => number,
  slope: (a: number, result: number) => number,
  slopeSaid: (a: string, result: string) => string,
): Operation => ({
  symbol,
  compute: ([a]) => compute(a!),
  slopes: ([a], result) => [slope(a!, result)],
  slopeSaid: ([a], _, result) => slopeSaid(a!, result),
});

/** Of several that are the extreme, the first carries the gradient. */
const extreme = (symbol: string, pick: (...values: number[]) => number): Operation => ({
  symbol,
  compute: (operands) => pick(...operands),
  slopes: (operands, result) => {
    const first = operands.indexOf(result);
    return operands.map((_, place) => (place === first ? 1 : 0));
  },
  slopeSaid: (names, place) => `[${names[place]!} = ${symbol}]`,
});

export const operations = {
  add: {
    symbol: '+',
    compute: (operands) => operands.reduce((sum, value) => sum + value, 0),
    slopes: (operands) => operands.map(() => 1),
    slopeSaid: () => '1',
  },
  subtract: {
    symbol: '−',
    compute: ([a, b]) => a! - b!,
    slopes: () => [1, -1],
    slopeSaid: (_, place) => (place === 0 ? '1' : '−1'),
  },
  multiply: {
    symbol: '×',
    compute: ([a, b]) => a! * b!,
    slopes: ([a, b]) => [b!, a!],
    slopeSaid: (names, place) => names[1 - place]!,
  },
  divide: {
    symbol: '÷',
    compute: ([a, b]) => a! / b!,
    slopes: ([a, b]) => [1 / b!, -a! / (b! * b!)],
    slopeSaid: ([a, b], place) => (place === 0 ? `1/${b!}` : `−${a!}/${b!}²`),
  },
  power: {
    symbol: '^',
    compute: ([a, b]) => a! ** b!,
    slopes: ([a = 0, b = 0], result) => [b === 0 ? 0 : b * a ** (b - 1), result * Math.log(a)],
    slopeSaid: ([a, b], place, result) =>
      place === 0 ? `${b!}·${a!}^(${b!}−1)` : `${result}·log ${a!}`,
  },
  negate: one(
    '× −1',
    (a) => -a,
    () => -1,
    () => '−1',
  ),
  exp: one(
    'exp',
    Math.exp,
    (_, result) => result,
    (_, result) => result,
  ),
  log: one(
    'log',
    Math.log,
    (a) => 1 / a,
    (a) => `1/${a}`,
  ),
  sqrt: one(
    '√',
    Math.sqrt,
    (_, result) => 1 / (2 * result),
    (_, result) => `1/(2·${result})`,
  ),
  abs: one(
    '|·|',
    Math.abs,
    (a) => (a < 0 ? -1 : 1),
    (a) => `sign ${a}`,
  ),
  sin: one(
    'sin',
    Math.sin,
    (a) => Math.cos(a),
    (a) => `cos ${a}`,
  ),
  cos: one(
    'cos',
    Math.cos,
    (a) => -Math.sin(a),
    (a) => `−sin ${a}`,
  ),
  tan: one(
    'tan',
    Math.tan,
    (_, result) => 1 + result * result,
    (_, result) => `1 + ${result}²`,
  ),
  tanh: one(
    'tanh',
    Math.tanh,
    (_, result) => 1 - result * result,
    (_, result) => `1 − ${result}²`,
  ),
  sigmoid: one(
    'σ',
    (a) => 1 / (1 + Math.exp(-a)),
    (_, result) => result * (1 - result),
    (_, result) => `${result}·(1 − ${result})`,
  ),
  relu: one(
    'ReLU',
    (a) => Math.max(0, a),
    (a) => (a > 0 ? 1 : 0),
    (a) => `[${a} > 0]`,
  ),
  sign: one(
    'sign',
    Math.sign,
    () => 0,
    () => '0',
  ),
  max: extreme('max', Math.max),
  min: extreme('min', Math.min),
} satisfies Readonly<Record<string, Operation>>;

export type OperationName = keyof typeof operations;

export const operationOf = (name: OperationName): Operation => operations[name];
