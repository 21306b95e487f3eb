/** Where the neurons and the weights of a small network lie in its drawing, and what they are called. Pure. */

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Pixels: a neuron's side, and from one to the next below. */
export const nodeSize = 44;
export const pitch = 50;

/** Middles of all neurons, column by column from the inputs to the output. */
export function spotsOf(units: readonly number[], width: number): readonly (readonly Spot[])[] {
  const tallest = Math.max(...units);
  const step = units.length > 1 ? (width - nodeSize) / (units.length - 1) : 0;
  return units.map((count, column) =>
    Array.from({ length: count }, (_, i) => ({
      x: nodeSize / 2 + column * step,
      y: (tallest / 2 + i - count / 2 + 0.5) * pitch,
    })),
  );
}

export interface Edge {
  readonly key: string;
  /** Column of its beginning; its end is in the next. */
  readonly column: number;
  readonly from: number;
  readonly to: number;
  /** Where its weight lies among all parameters. */
  readonly at: number;
}

/** Every weight of a network of these columns, in the order of its parameters (see `Network`). */
export function edgesOf(units: readonly number[]): readonly Edge[] {
  const edges: Edge[] = [];
  let at = 0;
  for (let column = 0; column + 1 < units.length; column++) {
    for (let from = 0; from < units[column]!; from++) {
      for (let to = 0; to < units[column + 1]!; to++) {
        edges.push({ key: `${column} ${from} ${to}`, column, from, to, at: at++ });
      }
    }
    at += units[column + 1]!;
  }
  return edges;
}

/** Where the bias of a neuron lies among all parameters; columns count from the inputs. */
export function biasAt(units: readonly number[], column: number, neuron: number): number {
  let at = 0;
  for (let c = 1; c <= column; c++) {
    at += units[c - 1]! * units[c]!;
    if (c === column) return at + neuron;
    at += units[c]!;
  }
  throw new RangeError(`column ${column} has no bias`);
}

/** All weights and biases. */
export const countParameters = (units: readonly number[]): number =>
  units.slice(1).reduce((sum, count, i) => sum + count * (units[i]! + 1), 0);

/** A soft bend from one neuron to the next column's. */
export function bend(from: Spot, to: Spot): string {
  const [x1, x2] = [from.x + nodeSize / 2, to.x - nodeSize / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1} ${from.y}C${middle} ${from.y} ${middle} ${to.y} ${x2} ${to.y}`;
}

/** The numbers of a neuron's equation: "0.52·x₁ − 1.2·x₂ + 0.3". */
export function equationOf(
  parts: readonly { readonly name: string; readonly weight: number }[],
  bias: number,
  format: (value: number) => string,
): string {
  const signed = (value: number, name: string, first: boolean) => {
    const sign = value < 0 ? '−' : first ? '' : '+';
    return `${sign}${first ? '' : ' '}${format(Math.abs(value))}${name}`;
  };
  return [
    ...parts.map(({ name, weight }, i) => signed(weight, `·${name}`, i === 0)),
    signed(bias, '', false),
  ].join(' ');
}
