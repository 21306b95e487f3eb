/** Where a graph begins and where it ends. */
import { FailureError } from '#lib/failure/failure.ts';
import { inOrder, withoutFirst, type GraphNode } from './graph-node.ts';
import type { ModelJson } from './model-json.ts';

type Nodes = ReadonlyMap<string, GraphNode>;

/**
 * The node that gives the answer: the one the signature names, or the one that no other reads.
 * @throws FailureError `model-unsupported` where there are several.
 */
export function outputOf({ signature, userDefinedMetadata }: ModelJson, nodes: Nodes): string {
  const signed = signature?.outputs ?? userDefinedMetadata?.signature?.outputs ?? {};
  const named = Object.entries(signed).map(([key, { name }]) => withoutFirst(name || key));
  const ends = named.length > 0 ? named : unread(nodes);
  const [only, ...more] = ends;
  if (only === undefined) throw new FailureError('model-corrupt', 'no output');
  if (more.length > 0) {
    throw new FailureError('model-unsupported', `several outputs: ${ends.slice(0, 5).join(', ')}`);
  }
  return only;
}

function unread(nodes: Nodes): string[] {
  const read = new Set([...nodes.values()].flatMap(({ inputs }) => inputs));
  return [...nodes.values()]
    .filter(({ name, op }) => !read.has(name) && op !== 'Const' && op !== 'NoOp')
    .map(({ name }) => name);
}

/** The picture that leads to a node. @throws FailureError `model-unsupported` where there are several. */
export function placeholderOf(nodes: Nodes, wanted: string): GraphNode {
  const found = inOrder(nodes, wanted).filter(({ op }) => op === 'Placeholder');
  const [only, ...more] = found;
  if (!only || more.length > 0) {
    throw new FailureError('model-unsupported', `${found.length} inputs`);
  }
  return only;
}
