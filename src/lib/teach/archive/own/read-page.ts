/** An HTML file that was taken home, read for the model in it. The program in it is never run. */
import * as v from 'valibot';
import { decodeHalves } from '#lib/engine/graph/half.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { textTrunk } from '#lib/text/trunks.ts';
import { DEFAULT_TRUNK, trunks } from '#lib/vision/trunks.ts';
import type { PageContent, PageNetwork } from '../page/content.ts';
import { readPageDocument } from '../page/document.ts';
import type { TextPageContent } from '../page/text-content.ts';

/** Texts before they are read: half a gigabyte of trunk is no model of ours. */
const largestBytes = 256 * 2 ** 20;

const weights = v.union([v.instance(Uint16Array), v.instance(Float32Array)]);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const pageShape = v.object({
  networks: v.pipe(
    v.array(
      v.object({
        graph: v.object({ id: v.string(), ops: v.array(v.object({ op: v.string() })) }),
        input: v.object({ size: v.number() }),
        weights,
      }),
    ),
    v.minLength(1),
  ),
  pooling: v.picklist(['mean-deviation', 'none']),
  trunk: v.optional(v.string()),
  tuned: v.optional(
    v.object({
      network: count,
      weights: v.array(v.object({ at: count, shape: v.array(count), from: count })),
    }),
  ),
});

/** What `modelFrom` takes; nothing of it is believed yet. */
export interface FoundModel {
  readonly description: unknown;
  readonly answerer: unknown;
}

/** @throws FailureError `archive-unknown` (not one of ours) | `archive-damaged` | `archive-too-large` | `model-corrupt` | `model-missing` */
export async function readPage(file: Blob): Promise<FoundModel> {
  if (file.size > largestBytes) throw new FailureError('archive-too-large', `${file.size} bytes`);
  const html = await file.text();
  if (!html.includes('<meta name="generator" content="Aprendiz">')) {
    throw new FailureError('archive-unknown', 'a page of somebody else');
  }
  try {
    return html.includes('"aprendiz-text-page-1"')
      ? textModel(readPageDocument<TextPageContent>(html, 'aprendiz-text-page-1'))
      : pictureModel(readPageDocument<PageContent>(html, 'aprendiz-page-1'));
  } catch (error) {
    // What is no JSON, and what is no base64.
    if (error instanceof SyntaxError || error instanceof DOMException) {
      throw new FailureError('archive-damaged', error.message);
    }
    throw error;
  }
}

function textModel({ name, labels, head, tail, ...rest }: TextPageContent): FoundModel {
  const { familiarity, writing, trunk = textTrunk.id } = rest;
  return {
    description: { kind: 'text', name, labels, trunk },
    answerer: {
      head,
      ...(tail && { tail }),
      ...(familiarity && { familiarity }),
      ...(writing && { writing }),
    },
  };
}

function pictureModel(content: PageContent): FoundModel {
  const shape = v.safeParse(pageShape, content);
  if (!shape.success) throw new FailureError('model-corrupt', shape.issues[0].message);
  const { name, labels, head, familiarity, pooling, networks, tuned } = content;
  const own = pooling === 'none' ? ownNetwork(networks[0]!) : undefined;
  const trunk = own ? DEFAULT_TRUNK : (content.trunk ?? trunkBehind(networks));
  const tail = own ?? (tuned && tunedTail(tuned, networks));
  return {
    description: { kind: 'image', name, labels, trunk },
    answerer: { head, trunk, ...(familiarity && { familiarity }), ...(tail && { tail }) },
  };
}

/** A network of a run's own is all there: its numbers lie where its graph says. */
function ownNetwork({ graph, input, weights: kept }: PageNetwork) {
  const numbers = numbersOf(kept);
  return {
    kind: 'cnn',
    graph,
    input,
    weights: graph.ops.flatMap((op) => {
      if (op.op !== 'conv' && op.op !== 'depthwise') return [];
      return [op.filter, ...(op.bias ? [op.bias] : [])].map(({ at, shape }) => ({
        at,
        shape,
        values: numbers.slice(at, at + sizeOf(shape)),
      }));
    }),
  };
}

function tunedTail(
  { network, weights: places }: NonNullable<PageContent['tuned']>,
  networks: readonly PageNetwork[],
) {
  const tuned = networks[network];
  if (!tuned) throw new FailureError('model-corrupt', `network ${network}`);
  const numbers = numbersOf(tuned.weights);
  return {
    kind: 'fine-tune',
    network,
    weights: places.map(({ at, shape, from }) => ({
      at,
      shape,
      values: numbers.slice(from, from + sizeOf(shape)),
    })),
  };
}

/**
 * Files of the first version do not name their trunk. What ships is kept in halves; where a network has
 * more than that in it, a run has trained it, and where is not said.
 */
function trunkBehind(networks: readonly PageNetwork[]): string {
  const asShipped = networks.every((network) => network.weights instanceof Uint16Array);
  const found = trunks.find(
    ({ parts }) =>
      parts.length === networks.length &&
      parts.every(({ model, size }, i) => {
        const { graph, input } = networks[i]!;
        return graph.id === model && input.size === size;
      }),
  );
  if (!found || !asShipped) throw new FailureError('model-missing', 'no trunk named in the page');
  return found.id;
}

function numbersOf(kept: PageNetwork['weights']): Float32Array {
  if (kept instanceof Float32Array) return kept;
  return decodeHalves(kept.buffer, kept.byteOffset / 2, kept.length);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);
