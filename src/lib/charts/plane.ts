/** A plane of points seen through a window that moves and zooms. Pure. Pixels grow right and down. */

export interface PlacedPoint {
  readonly id: string;
  /** Both 0..1. */
  readonly x: number;
  readonly y: number;
}

export interface MapPoint extends PlacedPoint {
  /** The category's id; undefined: the one that is asked about. */
  readonly category: string | undefined;
}

export interface View {
  /** Pixels of the unit square's side. */
  readonly scale: number;
  /** Pixel of the square's corner. */
  readonly left: number;
  readonly top: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MAX_ZOOM = 40;

/** The whole square in the middle of the window, with a margin. */
export function wholeView({ width, height }: Size, margin = 28): View {
  const scale = Math.max(1, Math.min(width, height) - 2 * margin);
  return { scale, left: (width - scale) / 2, top: (height - scale) / 2 };
}

export const toPixel = (point: { x: number; y: number }, view: View): { x: number; y: number } => ({
  x: view.left + point.x * view.scale,
  y: view.top + point.y * view.scale,
});

/** Zooms by `factor` so that what lies under `pixel` stays there. */
export function zoomAt(
  view: View,
  factor: number,
  pixel: { x: number; y: number },
  size: Size,
): View {
  const least = wholeView(size).scale;
  const scale = Math.min(least * MAX_ZOOM, Math.max(least, view.scale * factor));
  const by = scale / view.scale;
  return {
    scale,
    left: pixel.x - (pixel.x - view.left) * by,
    top: pixel.y - (pixel.y - view.top) * by,
  };
}

export const panBy = (view: View, x: number, y: number): View => ({
  ...view,
  left: view.left + x,
  top: view.top + y,
});

/** Moves the window only as far as is needed to hold `point`. */
export function reveal(view: View, point: { x: number; y: number }, size: Size, margin = 40): View {
  const { x, y } = toPixel(point, view);
  const into = (place: number, end: number) =>
    place < margin ? margin - place : place > end - margin ? end - margin - place : 0;
  return panBy(view, into(x, size.width), into(y, size.height));
}

/** The point drawn nearest to a pixel and within `reach` pixels of it. */
export function pointAt<P extends PlacedPoint>(
  points: readonly P[],
  pixel: { x: number; y: number },
  view: View,
  reach: number,
): P | undefined {
  let best: P | undefined;
  let bestDistance = reach;
  for (const point of points) {
    const { x, y } = toPixel(point, view);
    const distance = Math.hypot(x - pixel.x, y - pixel.y);
    if (distance <= bestDistance) {
      best = point;
      bestDistance = distance;
    }
  }
  return best;
}

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The point that an arrow key leads to: the nearest one on that side, where going astray costs twice
 * as much as going on. Undefined for other keys and at the edge.
 */
export function pointBeyond<P extends PlacedPoint>(
  points: readonly P[],
  from: PlacedPoint,
  key: string,
): P | undefined {
  const direction = directions[key];
  if (!direction) return undefined;
  const [right, down] = direction;
  let best: P | undefined;
  let bestCost = Infinity;
  for (const point of points) {
    if (point.id === from.id) continue;
    const x = point.x - from.x;
    const y = point.y - from.y;
    const ahead = x * right + y * down;
    const astray = Math.abs(x * down) + Math.abs(y * right);
    if (ahead <= 0 || astray > ahead * 2) continue;
    const cost = ahead + 2 * astray;
    if (cost < bestCost) {
      best = point;
      bestCost = cost;
    }
  }
  return best;
}

/** The points that the window holds. */
export function visiblePoints<P extends PlacedPoint>(
  points: readonly P[],
  view: View,
  size: Size,
  margin = 32,
): P[] {
  return points.filter((point) => {
    const { x, y } = toPixel(point, view);
    return x > -margin && y > -margin && x < size.width + margin && y < size.height + margin;
  });
}
