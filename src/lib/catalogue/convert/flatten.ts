/** A layers model, however nested, as one list of layers in an order that can be run. */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';
import { limits } from './limits.ts';
import { check } from './model-json.ts';

export interface LayerNode {
  /** Unique in the list. */
  readonly id: string;
  /** The layer's own name, which its weights begin with. */
  readonly name: string;
  readonly kind: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Ids of what it reads. */
  readonly inputs: readonly string[];
}

const inbound = v.array(v.array(v.looseTuple([v.string(), v.number(), v.number()])));
/** What Keras 3 writes in their place. */
const newer = v.looseObject({ args: v.unknown() });
const layer = v.object({
  class_name: v.string(),
  config: v.union([v.record(v.string(), v.unknown()), v.array(v.unknown())]),
  name: v.optional(v.string()),
  inbound_nodes: v.optional(v.union([inbound, v.array(newer)]), []),
});
const reference = v.union([
  v.array(v.looseTuple([v.string(), v.number(), v.number()])),
  v.looseTuple([v.string(), v.number(), v.number()]),
]);
const functional = v.object({
  layers: v.array(layer),
  input_layers: reference,
  output_layers: reference,
});
const sequential = v.union([
  v.pipe(
    v.object({ layers: v.array(layer) }),
    v.transform(({ layers }) => layers),
  ),
  v.array(layer),
]);

type Layer = v.InferOutput<typeof layer>;

const containers = new Set(['Model', 'Functional', 'Sequential']);
const deepest = 8;

/** What the model itself reads. */
export const inputId = 'image';

/**
 * @returns the layers, without input layers; the last is the answer.
 * @throws FailureError `model-corrupt` | `model-unsupported` (several inputs or outputs)
 */
export function flattenModel(topology: Readonly<Record<string, unknown>>): LayerNode[] {
  const nodes: LayerNode[] = [];
  const whole = topology['model_config'] ?? topology;
  const output = place(check(layer, whole, 'modelTopology'), '', inputId, nodes, 0);
  const last = nodes.at(-1);
  if (!last) throw new FailureError('model-corrupt', 'no layers');
  if (last.id !== output) throw new FailureError('model-unsupported', 'layers after the answer');
  return nodes;
}

/** Places a layer or what is inside it. @returns the id of what it gives. */
function place(
  { class_name: kind, config, name }: Layer,
  path: string,
  input: string | readonly string[],
  nodes: LayerNode[],
  depth: number,
): string {
  if (depth > deepest) throw new FailureError('model-unsupported', 'nested too deeply');
  const inputs = typeof input === 'string' ? [input] : input;
  if (containers.has(kind)) {
    const [only, ...more] = inputs;
    if (only === undefined || more.length > 0) throw unsupported(`${kind} with several inputs`);
    const inside = `${path}${nodes.length}/`;
    return kind === 'Sequential'
      ? placeInRow(check(sequential, config, kind), inside, only, nodes, depth)
      : placeGraph(check(functional, config, kind), inside, only, nodes, depth);
  }
  if (Array.isArray(config)) throw new FailureError('model-corrupt', `config of ${kind}`);
  if (kind === 'InputLayer') return inputs[0] ?? inputId;
  const own = typeof config['name'] === 'string' ? config['name'] : (name ?? kind);
  const id = `${path}${nodes.length}:${own}`;
  if (nodes.length >= limits.nodes) throw new FailureError('model-too-large', 'too many layers');
  nodes.push({ id, name: own, kind, config, inputs });
  return id;
}

function placeInRow(
  layers: readonly Layer[],
  path: string,
  input: string,
  nodes: LayerNode[],
  depth: number,
): string {
  return layers.reduce((before, each) => place(each, path, before, nodes, depth + 1), input);
}

function placeGraph(
  { layers, input_layers, output_layers }: v.InferOutput<typeof functional>,
  path: string,
  input: string,
  nodes: LayerNode[],
  depth: number,
): string {
  const entrance = soleName(input_layers);
  const ids = new Map<string, string>();
  for (const each of layers) {
    const name = each.name ?? '';
    if (name === entrance) {
      ids.set(name, input);
      continue;
    }
    const [calls, ...again] = each.inbound_nodes;
    if (!calls || again.length > 0) throw unsupported(`${name} is not called once`);
    if (!Array.isArray(calls)) throw unsupported('a graph of layers as Keras 3 writes it');
    const inputs = calls.map(([from]) => {
      const id = ids.get(from);
      if (id === undefined) throw new FailureError('model-corrupt', `${name} reads ${from}`);
      return id;
    });
    ids.set(name, place(each, path, inputs, nodes, depth + 1));
  }
  const output = ids.get(soleName(output_layers));
  if (output === undefined) throw new FailureError('model-corrupt', 'no output');
  return output;
}

function soleName(references: v.InferOutput<typeof reference>): string {
  const [first, ...more] = references;
  if (typeof first === 'string') return first;
  if (!first || more.length > 0) throw unsupported('several inputs or outputs');
  return first[0];
}

const unsupported = (what: string) => new FailureError('model-unsupported', what);
