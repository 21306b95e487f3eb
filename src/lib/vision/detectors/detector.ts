/** A network that finds things: how it is fed, run and read. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { LoadedGraph } from '#lib/engine/graph/load.ts';
import { runGraph, runKernel } from '#lib/engine/graph/run.ts';
import type { Calibration } from '#lib/vision/join.ts';
import { cocoLabels, openImagesLabels } from '#lib/vision/labels/networks.ts';
import type { KnownLabel } from '#lib/vision/labels/index.ts';
import type { ModelId } from '#lib/vision/models.ts';
import type { LabelId } from '#lib/vision/prediction.ts';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';
import { centerNetEvidence, readCenterNet } from './centernet.ts';
import type { Reading } from './reading.ts';
import { readSsd, ssdEvidence } from './ssd.ts';

/** A square grid over the network's input, row by row, 0..1. */
export interface Evidence {
  readonly side: number;
  readonly values: Float32Array;
}

export interface Detector {
  readonly labels: readonly LabelId[];
  readonly calibration: Calibration;
  /** Side of the input in pixels unless another is asked for. */
  readonly size: number;
  readonly fit: InputSpec['fit'];
  /** Own score from which a place is a candidate for a box. */
  readonly boxFrom: number;
  read(graph: LoadedGraph, input: Tensor4D): Promise<Reading>;
  /** Where the classes that share a label show; undefined where the network cannot tell. */
  locate(graph: LoadedGraph, input: Tensor4D, label: LabelId): Promise<Evidence | undefined>;
}

async function ssdNumbers(graph: LoadedGraph, input: Tensor4D): Promise<Float32Array> {
  const heads = runGraph(graph, input, [
    'head-0',
    'head-1',
    'head-2',
    'head-3',
    'head-4',
    'head-5',
  ]);
  const maps = Object.values(heads);
  // One read-back instead of six.
  const flat = maps.map((x) => runKernel('Reshape', { x }, { shape: [x.size] }));
  const joined = runKernel('Concat', flat, { axis: 0 });
  for (const tensor of [...maps, ...flat]) tensor.dispose();
  return readBack(joined);
}

async function readBack(tensor: Tensor4D): Promise<Float32Array> {
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}

const openImagesSsd: Detector = {
  labels: openImagesLabels,
  calibration: { slope: 3.54, shift: -0.84 },
  size: 192,
  fit: 'squash',
  boxFrom: 0.4,
  async read(graph, input) {
    const numbers = await ssdNumbers(graph, input);
    return readSsd(numbers, input.shape[1], openImagesLabels.length, this.boxFrom);
  },
  async locate(graph, input, label) {
    const numbers = await ssdNumbers(graph, input);
    return strongest(openImagesLabels, label, (index) =>
      ssdEvidence(numbers, input.shape[1], openImagesLabels.length, index),
    );
  },
};

const cocoCenterNet: Detector = {
  labels: cocoLabels,
  calibration: { slope: 2.6, shift: 0.99 },
  size: 256,
  fit: 'contain',
  boxFrom: 0.25,
  async read(graph, input) {
    const { classes, boxes } = runGraph(graph, input, ['classes', 'boxes']);
    const [heat, distances] = await Promise.all([readBack(classes), readBack(boxes)]);
    return readCenterNet(heat, distances, input.shape[1], cocoLabels.length, this.boxFrom);
  },
  async locate(graph, input, label) {
    const { classes } = runGraph(graph, input, ['classes']);
    const heat = await readBack(classes);
    return strongest(cocoLabels, label, (index) =>
      centerNetEvidence(heat, input.shape[1], cocoLabels.length, index),
    );
  },
};

/** The evidence of whichever class of the label shows best. */
function strongest(
  labels: readonly KnownLabel[],
  label: LabelId,
  evidenceOf: (index: number) => Evidence,
): Evidence {
  const each = labels.flatMap((own, index) => (own === label ? [evidenceOf(index)] : []));
  const peak = ({ values }: Evidence) => values.reduce((most, value) => Math.max(most, value), 0);
  const [first, ...others] = each;
  if (!first) throw new RangeError(`this network does not know ${label}`);
  return others.reduce((best, next) => (peak(next) > peak(best) ? next : best), first);
}

export const detectors: Readonly<Record<ModelId, Detector>> = {
  'open-images-ssd': openImagesSsd,
  'coco-centernet': cocoCenterNet,
};

/** Undefined for a model that is not built in. */
export function detectorOf(id: string): Detector | undefined {
  return Object.hasOwn(detectors, id) ? detectors[id as ModelId] : undefined;
}
