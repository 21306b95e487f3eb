/** Where in the frame the evidence for a label lies. Pure but for the function that is handed in. */
import type { HeatMap, LabelId } from './prediction.ts';
import { sampleSquare } from './detectors/ssd.ts';
import type { Evidence } from './detectors/detector.ts';
import { sourceRect } from './preprocess/geometry.ts';
import type { InputSpec } from './preprocess/input-spec.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Cells along the longer side of the frame. */
const activationCells = 28;

/** Columns and rows of about square cells. */
export function gridFor({ width, height }: Size, cells: number): { columns: number; rows: number } {
  const longer = Math.max(width, height);
  return {
    columns: Math.max(1, Math.round((cells * width) / longer)),
    rows: Math.max(1, Math.round((cells * height) / longer)),
  };
}

/**
 * Lays what each network shows over the frame: the mean of their evidence, each relative to its own
 * strongest place, so that a shy network counts as much as a bold one. Scaled to 1 at the strongest.
 */
export function activationMap(
  label: LabelId,
  seen: readonly { evidence: Evidence; input: Pick<InputSpec, 'fit' | 'mirror'> }[],
  frame: Size,
): HeatMap {
  const { columns, rows } = gridFor(frame, activationCells);
  const values = new Float32Array(columns * rows);
  for (const { evidence, input } of seen) {
    const rect = sourceRect(input, frame.width, frame.height);
    const peak = strongest(evidence.values);
    if (peak === 0) continue;
    for (let i = 0; i < values.length; i++) {
      const frameX = (((i % columns) + 0.5) / columns) * frame.width;
      const frameY = ((Math.floor(i / columns) + 0.5) / rows) * frame.height;
      const across = (frameX - rect.x) / rect.width;
      const x = input.mirror ? 1 - across : across;
      const y = (frameY - rect.y) / rect.height;
      if (x < 0 || x > 1 || y < 0 || y > 1) continue;
      const value = sampleSquare(evidence.values, evidence.side, x, y) / peak;
      values[i] = (values[i] as number) + value / seen.length;
    }
  }
  return { label, method: 'activation', columns, rows, values: scaledToOne(values) };
}

/** Part of the frame, in fractions of it. */
export interface Patch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface OcclusionOptions {
  /** Cells along the longer side of the frame. */
  readonly cells?: number;
  /** Side of the covered patch, in cells. */
  readonly patchCells?: number;
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Covers one place after another and measures how much the label's score falls.
 * @param scoreWithout score of the label with a patch of the frame covered; with none, the score of
 *   the frame as it is.
 * @throws the signal's reason when it is aborted.
 */
export async function occlusionMap(
  label: LabelId,
  frame: Size,
  scoreWithout: (patch: Patch | undefined) => Promise<number>,
  { cells = 8, patchCells = 2, onProgress = () => {}, signal }: OcclusionOptions = {},
): Promise<HeatMap> {
  const { columns, rows } = gridFor(frame, cells);
  const values = new Float32Array(columns * rows);
  const whole = await scoreWithout(undefined);
  for (let i = 0; i < values.length; i++) {
    signal?.throwIfAborted();
    const patch = {
      x: ((i % columns) + 0.5 - patchCells / 2) / columns,
      y: (Math.floor(i / columns) + 0.5 - patchCells / 2) / rows,
      width: patchCells / columns,
      height: patchCells / rows,
    };
    values[i] = Math.max(0, whole - (await scoreWithout(patch)));
    onProgress((i + 1) / values.length);
  }
  return { label, method: 'occlusion', columns, rows, values: scaledToOne(values) };
}

function strongest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}

function scaledToOne(values: Float32Array): Float32Array {
  const peak = strongest(values);
  return peak === 0 ? values : values.map((value) => value / peak);
}
