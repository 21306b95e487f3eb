/** Gradients of what turns maps into rows: `poolMap` of vision/pooling.ts, and the plain mean. Pure. */
import { poolMap } from '#lib/vision/pooling.ts';
import type { Maps } from './maps.ts';

export type Pooling = 'mean' | 'mean-deviation';

export function pooledLength(channels: number, pooling: Pooling): number {
  return pooling === 'mean' ? channels : 2 * channels;
}

/** One row for each map of the batch, written into `rows` at `stride` apart. */
export function pool(maps: Maps, pooling: Pooling, rows: Float32Array, stride: number): void {
  const { batch, height, width, channels } = maps;
  const size = height * width * channels;
  for (let n = 0; n < batch; n++) {
    const map = maps.data.subarray(n * size, (n + 1) * size);
    const row = rows.subarray(n * stride, n * stride + pooledLength(channels, pooling));
    if (pooling === 'mean') meanOf(map, channels, row);
    else poolMap(map, channels, row);
  }
}

function meanOf(map: Float32Array, channels: number, row: Float32Array): void {
  row.fill(0);
  for (let i = 0; i < map.length; i++) row[i % channels]! += (map[i]! * channels) / map.length;
}

/** @param gradient of the rows, `stride` apart. @param out of the maps. */
export function poolBack(
  maps: Maps,
  pooling: Pooling,
  gradient: Float32Array,
  stride: number,
  out: Maps,
): void {
  const { batch, height, width, channels } = maps;
  const size = height * width * channels;
  for (let n = 0; n < batch; n++) {
    const map = maps.data.subarray(n * size, (n + 1) * size);
    const below = out.data.subarray(n * size, (n + 1) * size);
    const own = gradient.subarray(n * stride, n * stride + pooledLength(channels, pooling));
    if (pooling === 'mean') {
      for (let i = 0; i < size; i++) below[i] = (own[i % channels]! * channels) / size;
    } else {
      deviationBack(map, channels, own, below);
    }
  }
}

/**
 * With u the means and deviations and L their length, row = u / L, so du = (g − row·(g·row)) / L;
 * the deviation of a channel turns with (x − mean) / (places · deviation).
 */
function deviationBack(
  map: Float32Array,
  channels: number,
  gradient: Float32Array,
  below: Float32Array,
): void {
  const places = map.length / channels;
  const means = new Float64Array(channels);
  const deviations = new Float64Array(channels);
  for (let i = 0; i < map.length; i++) means[i % channels]! += map[i]! / places;
  for (let i = 0; i < map.length; i++) {
    deviations[i % channels]! += (map[i]! - means[i % channels]!) ** 2 / places;
  }
  let squares = 0;
  let along = 0;
  for (let c = 0; c < channels; c++) {
    deviations[c] = Math.sqrt(deviations[c]!);
    squares += means[c]! ** 2 + deviations[c]! ** 2;
    along += gradient[c]! * means[c]! + gradient[channels + c]! * deviations[c]!;
  }
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (let c = 0; c < channels; c++) {
    const toMean = (gradient[c]! - (means[c]! * along) / squares) / length;
    const toDeviation = (gradient[channels + c]! - (deviations[c]! * along) / squares) / length;
    const turn = deviations[c]! > 0 ? toDeviation / (places * deviations[c]!) : 0;
    for (let i = c; i < map.length; i += channels) {
      below[i] = toMean / places + turn * (map[i]! - means[c]!);
    }
  }
}
