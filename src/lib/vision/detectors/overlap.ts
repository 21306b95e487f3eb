/** Boxes that lie on each other. Pure. */
import type { Box, Detection } from '#lib/vision/prediction.ts';

/** Shared area over joint area, 0..1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/**
 * Of boxes of one label that overlap by more than `atMost`, keeps the best (non-maximum suppression).
 * Boxes of different labels never remove each other.
 * @returns best first, at most `limit`.
 */
export function keepBest(
  detections: readonly Detection[],
  { atMost = 0.5, limit = 20 }: { atMost?: number; limit?: number } = {},
): Detection[] {
  const kept: Detection[] = [];
  for (const detection of detections.toSorted((a, b) => b.score - a.score)) {
    if (kept.length === limit) break;
    const covered = kept.some(
      ({ label, box }) => label === detection.label && overlap(box, detection.box) > atMost,
    );
    if (!covered) kept.push(detection);
  }
  return kept;
}
