/** What a node of a graph gives while the graph is read. */
import { FailureError } from '#lib/failure/failure.ts';
import type { Values } from './network.ts';

/** An activation; of rank 2 it is a row of numbers, kept as a map of one place. */
export interface GraphMap {
  readonly map: string;
  readonly rank: 2 | 4;
}

export interface GraphConstant {
  readonly values: Values;
}

export type GraphValue = GraphMap | GraphConstant;

export const isConstant = (value: GraphValue): value is GraphConstant => 'values' in value;

/** @throws FailureError `model-unsupported` */
export function mapOf(value: GraphValue | undefined, reader: string): GraphMap {
  if (!value) throw new FailureError('model-corrupt', `${reader} reads nothing`);
  if (isConstant(value)) throw new FailureError('model-unsupported', `${reader} of a constant`);
  return value;
}

/** @throws FailureError `model-unsupported` */
export function constantOf(value: GraphValue | undefined, reader: string): Values {
  if (!value) throw new FailureError('model-corrupt', `${reader} reads nothing`);
  if (!isConstant(value)) throw new FailureError('model-unsupported', `${reader}: no constant`);
  return value.values;
}

/** Few numbers, such as axes. @throws FailureError `model-unsupported` */
export function numbersOf(value: GraphValue | undefined, reader: string): number[] {
  const { data } = constantOf(value, reader);
  if (data.length > 64)
    throw new FailureError('model-corrupt', `${reader}: ${data.length} numbers`);
  return [...data];
}
