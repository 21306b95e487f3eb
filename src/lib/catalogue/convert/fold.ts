/**
 * Fewer and larger operations that compute the same: batch normalisation goes into the convolution
 * before it, zeros around a map into the one after it, activations likewise. Pure.
 */
import type { Padding } from '#lib/engine/graph/format.ts';
import { inputsOf } from '#lib/engine/graph/plan.ts';
import { samePadding, shapeAfter, type MapShape } from '#lib/engine/graph/shapes.ts';
import { carryScales } from './carry-scales.ts';
import {
  channelsOf,
  countReaders,
  isConvolution,
  scaling,
  spread,
  type Affine,
  type Convolution,
  type Draft,
  type Layer,
  type Network,
  type Step,
} from './network.ts';

/** @param shape of the input. */
export function fold(draft: Draft, shape: MapShape): Network {
  const plain = foldAffine(dropUnread(draft), shape[2]);
  return fuseActivations(foldPadding(carryScales(plain, shape), shape));
}

/** Without what leads to no output. */
function dropUnread(draft: Draft): Draft {
  const needed = new Set(Object.values(draft.outputs));
  const layers = draft.layers.toReversed().filter((step) => {
    if (!needed.has(step.out)) return false;
    for (const name of inputsOf(step)) needed.add(name);
    return true;
  });
  return { ...draft, layers: layers.reverse() };
}

/** Leaves only those `affine` steps that are one positive factor; `carryScales` takes these away. */
function foldAffine(draft: Draft, inputChannels: number): Draft {
  const readers = countReaders(draft);
  const layers: (Step | undefined)[] = [];
  /** Where the step is that makes an activation. */
  const places = new Map<string, number>();
  const channels = new Map([[draft.input, inputChannels]]);
  let { input, scale, offset } = draft;
  for (const step of draft.layers) {
    const [from = ''] = inputsOf(step);
    const width = channelsAfter(step, channels);
    channels.set(step.out, width);
    if (step.op === 'affine' && readers.get(from) === 1) {
      const place = places.get(from);
      const before = place === undefined ? undefined : layers[place];
      const merged = before && mergeAffine(before, step, width);
      if (merged && place !== undefined) {
        layers[place] = merged;
        places.set(step.out, place);
        continue;
      }
      if (from === input && step.scale.length === 1 && step.shift.length === 1) {
        // What comes first is the pictures' own scale.
        [scale, offset] = [scale * step.scale[0]!, offset * step.scale[0]! + step.shift[0]!];
        input = step.out;
        continue;
      }
    }
    places.set(step.out, layers.length);
    layers.push(step);
  }
  const rest = layers.flatMap((step) => (step ? [asScale(step, channels)] : []));
  return { ...draft, input, scale, offset, layers: rest };
}

function channelsAfter(step: Step, channels: ReadonlyMap<string, number>): number {
  if (step.op === 'conv') return channelsOf(step);
  if (step.op === 'reshape') return step.shape[2];
  const counts = inputsOf(step).map((name) => channels.get(name) ?? 0);
  return step.op === 'concat' ? counts.reduce((sum, n) => sum + n, 0) : (counts[0] ?? 0);
}

function mergeAffine(before: Step, { out, scale, shift }: Affine, channels: number) {
  const [factors, terms] = [spread(scale, channels), spread(shift, channels)];
  if (before.op === 'affine') {
    if (Math.max(before.scale.length, before.shift.length, scale.length, shift.length) === 1) {
      return { ...before, out, ...after(before.scale, before.shift, scale, shift) };
    }
    const first = [spread(before.scale, channels), spread(before.shift, channels)] as const;
    return { ...before, out, ...after(...first, factors, terms) };
  }
  if (!isConvolution(before) || before.activation !== 'linear') return undefined;
  // Channels are last in a convolution's filter, and all there is in a depthwise one's.
  const data = before.filter.data.map((value, i) => value * factors[i % channels]!);
  const bias = before.bias?.data ?? new Float32Array(channels);
  return {
    ...before,
    out,
    filter: { shape: before.filter.shape, data },
    bias: { shape: [channels], data: bias.map((b, c) => b * factors[c]! + terms[c]!) },
  };
}

type Numbers = Float32Array<ArrayBuffer>;

function after(scale: Numbers, shift: Numbers, factors: Numbers, terms: Numbers) {
  return {
    scale: scale.map((value, c) => value * factors[c]!),
    shift: shift.map((value, c) => value * factors[c]! + terms[c]!),
  };
}

function asScale(step: Step, channels: ReadonlyMap<string, number>): Step {
  if (step.op !== 'affine') return step;
  const [factor = 0] = step.scale;
  const isUniform = step.scale.every((value) => value === factor);
  if (isUniform && factor > 1e-3 && factor < 1e3 && step.shift.every((value) => value === 0)) {
    return { ...step, scale: step.scale.slice(0, 1), shift: step.shift.slice(0, 1) };
  }
  const width = channels.get(step.out) ?? 0;
  return scaling(step.in, step.out, spread(step.scale, width), spread(step.shift, width));
}

/** Zeros around a map become the padding of the convolutions that read it, where only those do. */
function foldPadding(network: Network, shape: MapShape): Network {
  const shapes = new Map([[network.input, shape]]);
  const kept = new Set(Object.values(network.outputs));
  for (const layer of network.layers) {
    if (!isConvolution(layer)) for (const name of inputsOf(layer)) kept.add(name);
  }
  /** Of a padded map that is not kept: what it was made of, and the zeros. */
  const padded = new Map<string, Extract<Layer, { op: 'pad' }>>();
  const layers: Layer[] = [];
  for (const layer of network.layers) {
    const inputs = inputsOf(layer).map((name) => shapes.get(name) ?? ([0, 0, 0] as const));
    shapes.set(layer.out, shapeAfter(layer, inputs));
    if (layer.op === 'pad' && !kept.has(layer.out)) {
      padded.set(layer.out, layer);
      continue;
    }
    const pad = isConvolution(layer) ? padded.get(layer.in) : undefined;
    if (!pad || !isConvolution(layer)) {
      layers.push(layer);
      continue;
    }
    const own = sidesOf(layer, shapes.get(pad.out)!);
    const sides = [0, 1, 2, 3].map((i) => pad.sides[i]! + own[i]!) as unknown as Sides;
    const moved = { ...layer, in: pad.in, pad: sides };
    layers.push({ ...moved, pad: simplest(moved, sides, shapes.get(pad.in)!) });
  }
  return { ...network, layers };
}

type Sides = Exclude<Padding, string>;

/** Zeros that a convolution puts around a map of this shape. */
function sidesOf({ pad, filter, stride, dilation = 1 }: Convolution, shape: MapShape): Sides {
  if (pad === 'valid') return [0, 0, 0, 0];
  if (pad !== 'same') return pad;
  const [height = 1, width = 1] = filter.shape.map((side) => (side - 1) * dilation + 1);
  return [...samePadding(shape[0], height, stride), ...samePadding(shape[1], width, stride)];
}

function simplest(convolution: Convolution, sides: Sides, shape: MapShape): Padding {
  const same = sidesOf({ ...convolution, pad: 'same' }, shape);
  return same.every((side, i) => side === sides[i]) ? 'same' : sides;
}

/** Moves an activation into the convolution before it, where nothing else reads that convolution. */
export function fuseActivations(network: Network): Network {
  const readers = countReaders(network);
  const layers: Layer[] = [];
  const places = new Map<string, number>();
  for (const layer of network.layers) {
    const place = places.get(inputsOf(layer)[0] ?? '');
    const before = place === undefined ? undefined : layers[place];
    if (
      place !== undefined &&
      layer.op === 'activation' &&
      before &&
      isConvolution(before) &&
      before.activation === 'linear' &&
      readers.get(before.out) === 1
    ) {
      layers[place] = { ...before, out: layer.out, activation: layer.activation };
      places.set(layer.out, place);
    } else {
      places.set(layer.out, layers.length);
      layers.push(layer);
    }
  }
  return { ...network, layers };
}
