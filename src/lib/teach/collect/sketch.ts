/** A drawing as strokes, so that each can be taken back. Pure but for the canvas that it is drawn on. */

export interface Point {
  /** 0..1 of the drawing's side, both. */
  readonly x: number;
  readonly y: number;
}

export interface Stroke {
  /** Of the drawing's side. */
  readonly width: number;
  readonly points: readonly Point[];
}

/** Pixels of a kept drawing's side. */
export const sketchSide = 480;
const paper = '#ffffff';
const ink = '#1d2522';

/** As much of a 2D context as drawing needs. */
export type SketchContext = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle'
  | 'strokeStyle'
  | 'lineWidth'
  | 'lineCap'
  | 'lineJoin'
  | 'fillRect'
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'quadraticCurveTo'
  | 'stroke'
>;

/** The whole drawing on a square canvas of `side` pixels; always dark on white, by day and night. */
export function drawSketch(context: SketchContext, strokes: readonly Stroke[], side: number): void {
  context.fillStyle = paper;
  context.fillRect(0, 0, side, side);
  context.strokeStyle = ink;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const stroke of strokes) drawStroke(context, stroke, side);
}

/** Smooth: through the middles between the points, with the points as handles. */
function drawStroke(context: SketchContext, { width, points }: Stroke, side: number): void {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return;
  context.lineWidth = width * side;
  context.beginPath();
  context.moveTo(first.x * side, first.y * side);
  for (const [i, point] of points.slice(1, -1).entries()) {
    const next = points[i + 2]!;
    const middle = { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    context.quadraticCurveTo(point.x * side, point.y * side, middle.x * side, middle.y * side);
  }
  // Also for a single point: a line of no length with round ends is a dot.
  context.lineTo(last.x * side, last.y * side);
  context.stroke();
}
