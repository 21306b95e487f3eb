/** One node of a TensorFlow.js graph model, seen as untrusted JSON. */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';
import { isKnown } from './graph-operations.ts';
import { limits } from './limits.ts';
import { check } from './model-json.ts';

const name = v.pipe(v.string(), v.maxLength(1000));

const graphJson = v.object({
  node: v.pipe(
    v.array(
      v.object({
        name,
        op: name,
        input: v.optional(v.pipe(v.array(name), v.maxLength(1000)), []),
        attr: v.optional(v.record(v.string(), v.unknown()), {}),
      }),
    ),
    v.maxLength(limits.nodes),
  ),
});

const whole = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.maxLength(20))]),
  v.transform(Number),
  v.integer(),
);
const attributes = {
  text: v.object({ s: v.string() }),
  texts: v.object({ list: v.object({ s: v.optional(v.array(v.string()), []) }) }),
  numbers: v.object({ list: v.object({ i: v.optional(v.array(whole), []) }) }),
  number: v.object({ f: v.pipe(v.number(), v.finite()) }),
  flag: v.object({ b: v.boolean() }),
  type: v.object({ type: v.union([v.string(), v.number()]) }),
  shape: v.object({
    shape: v.object({ dim: v.optional(v.array(v.object({ size: v.optional(whole, -1) })), []) }),
  }),
};

/** An attribute that is not there reads as what TensorFlow takes then; one of another kind is refused. */
export class GraphNode {
  readonly name: string;
  readonly op: string;
  /** Names of the nodes that it reads; the second output of one keeps its `:1`. */
  readonly inputs: readonly string[];
  readonly #attributes: ReadonlyMap<string, unknown>;

  constructor({ name, op, input, attr }: v.InferOutput<typeof graphJson>['node'][number]) {
    this.name = name;
    this.op = op;
    // A caret is an order of running, not a value.
    this.inputs = input.filter((each) => !each.startsWith('^')).map(withoutFirst);
    this.#attributes = new Map(Object.entries(attr));
  }

  text(key: string, otherwise = ''): string {
    const value = this.#read(key, attributes.text);
    return value ? fromBase64(value.s) : otherwise;
  }

  texts(key: string): string[] {
    return this.#read(key, attributes.texts)?.list.s.map(fromBase64) ?? [];
  }

  numbers(key: string): number[] {
    return this.#read(key, attributes.numbers)?.list.i ?? [];
  }

  number(key: string, otherwise: number): number {
    return this.#read(key, attributes.number)?.f ?? otherwise;
  }

  flag(key: string): boolean {
    return this.#read(key, attributes.flag)?.b ?? false;
  }

  /** −1 where a side is open; undefined where nothing is said. */
  shape(key: string): number[] | undefined {
    return this.#read(key, attributes.shape)?.shape.dim.map(({ size }) => size);
  }

  #read<T extends v.GenericSchema>(key: string, schema: T): v.InferOutput<T> | undefined {
    const value = this.#attributes.get(key);
    return value === undefined ? undefined : check(schema, value, `${this.name}: ${key}`);
  }
}

/** @throws FailureError `model-corrupt` | `model-too-large` */
export function readNodes(topology: Readonly<Record<string, unknown>>): Map<string, GraphNode> {
  const { node: list } = topology;
  if (Array.isArray(list) && list.length > limits.nodes) {
    throw new FailureError('model-too-large', `${list.length} nodes`);
  }
  const nodes = new Map<string, GraphNode>();
  for (const each of check(graphJson, topology, 'modelTopology').node) {
    if (nodes.has(each.name))
      throw new FailureError('model-corrupt', `${each.name} is there twice`);
    nodes.set(each.name, new GraphNode(each));
  }
  return nodes;
}

/** `a:0` is `a`. */
export const withoutFirst = (name: string): string => name.replace(/:0$/, '');

/**
 * What leads to a node, itself last, in an order that can be run.
 * @throws FailureError `model-corrupt` where something is missing or goes in a circle |
 *   `model-unsupported` with the name of an operation that is not known.
 */
export function inOrder(nodes: ReadonlyMap<string, GraphNode>, wanted: string): GraphNode[] {
  const order: GraphNode[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const stack = [wanted];
  for (let name = stack.at(-1); name !== undefined; name = stack.at(-1)) {
    const node = nodes.get(name);
    if (!node) throw missing(nodes, name);
    // Before anything else: what goes in a circle by right is a loop, which is not known either.
    if (!isKnown(node.op)) throw new FailureError('model-unsupported', node.op);
    if (state.get(name) === undefined) {
      state.set(name, 'open');
      for (const input of node.inputs.toReversed()) {
        if (state.get(input) === 'open') {
          throw new FailureError('model-corrupt', `${input} reads itself`);
        }
        if (!state.has(input)) stack.push(input);
      }
      continue;
    }
    stack.pop();
    if (state.get(name) === 'open') order.push(node);
    state.set(name, 'done');
  }
  return order;
}

function missing(nodes: ReadonlyMap<string, GraphNode>, name: string): FailureError {
  const [node = ''] = name.split(':');
  return nodes.has(node)
    ? new FailureError('model-unsupported', `another output than the first of ${node}`)
    : new FailureError('model-corrupt', `no node ${name}`);
}

function fromBase64(text: string): string {
  try {
    return atob(text);
  } catch (error) {
    if (error instanceof DOMException) throw new FailureError('model-corrupt', 'base64');
    throw error;
  }
}
