/**
 * The graph that the course draws in deck 000: softmax regression with two inputs and two classes,
 * z = Wx + b, h = exp z, H = h₁ + h₂, ŷ = h / H, L = −Σ y log ŷ. Pure.
 */
import type { ComputationGraph, GraphNode } from './maths.ts';
import type { OperationName } from './operations.ts';

const node = (id: string, name: string, operation: OperationName, ...of: string[]): GraphNode => ({
  id,
  name,
  kind: 'operation',
  operation,
  of,
});
const variable = (id: string, name: string): GraphNode => ({ id, name, kind: 'variable' });
const data = (id: string, name: string): GraphNode => ({ id, name, kind: 'data' });

export const softmaxRegression: ComputationGraph = [
  variable('w11', 'w₁₁'),
  data('x1', 'x₁'),
  variable('w12', 'w₁₂'),
  data('x2', 'x₂'),
  variable('w21', 'w₂₁'),
  variable('w22', 'w₂₂'),
  variable('b1', 'b₁'),
  variable('b2', 'b₂'),
  data('y1', 'y₁'),
  data('y2', 'y₂'),
  node('p11', 'p₁₁', 'multiply', 'w11', 'x1'),
  node('p12', 'p₁₂', 'multiply', 'w12', 'x2'),
  node('p21', 'p₂₁', 'multiply', 'w21', 'x1'),
  node('p22', 'p₂₂', 'multiply', 'w22', 'x2'),
  node('z1', 'z₁', 'add', 'p11', 'p12', 'b1'),
  node('z2', 'z₂', 'add', 'p21', 'p22', 'b2'),
  node('h1', 'h₁', 'exp', 'z1'),
  node('h2', 'h₂', 'exp', 'z2'),
  node('H', 'H', 'add', 'h1', 'h2'),
  node('q1', 'ŷ₁', 'divide', 'h1', 'H'),
  node('q2', 'ŷ₂', 'divide', 'h2', 'H'),
  node('l1', 'l₁', 'log', 'q1'),
  node('l2', 'l₂', 'log', 'q2'),
  node('m1', 'm₁', 'multiply', 'y1', 'l1'),
  node('m2', 'm₂', 'multiply', 'y2', 'l2'),
  node('s', 's', 'add', 'm1', 'm2'),
  node('L', 'L', 'negate', 's'),
];

/**
 * The forward example of deck 000. The scan has 0.65, 0.27, 1.19, 0.7, 0.69, 0.2 and −0.92 beside the
 * inputs from top to bottom, where "0.27" is 0.2 and the arrow that leaves it; read in that order as
 * w₁₁, x₁, w₁₂, x₂, w₂₁, x₁, w₂₂ they give the loss that the deck shows, 0.207. Biases are 0, and y is
 * (1, 0): only so is ŷ₁ − y₁ the first gradient of its batch, −0.19.
 */
export const seedExample = {
  w: [0.65, 1.19, 0.69, -0.92],
  x: [0.2, 0.7],
  b: [0, 0],
  /** The class that is right: 1 or 2. */
  right: '1',
} as const;

/** Values of the graph's variables and data. @param w by rows */
export const givenOf = ({
  w,
  x,
  b,
  right,
}: {
  readonly w: readonly number[];
  readonly x: readonly number[];
  readonly b: readonly number[];
  readonly right: '1' | '2';
}): Readonly<Record<string, number>> => ({
  w11: w[0]!,
  w12: w[1]!,
  w21: w[2]!,
  w22: w[3]!,
  x1: x[0]!,
  x2: x[1]!,
  b1: b[0]!,
  b2: b[1]!,
  y1: right === '1' ? 1 : 0,
  y2: right === '2' ? 1 : 0,
});

/** Gradients of ∂L/∂b₁ of three examples, as deck 000 gives them; their update of b₁ = 0 with α = 0.1 is −0.003. */
export const seedBatch = [-0.19, 0.54, -0.26] as const;
