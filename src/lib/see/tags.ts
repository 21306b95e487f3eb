/** Where the names of boxes go, so that no name lies on another or under a control. Pure. */
import type { Rect } from './fit.ts';

export interface Tag {
  /** Of the whole box, in the stage's units. */
  readonly box: Rect;
  readonly text: string;
}

/** The sizes of a name tag, in the stage's units. */
export interface TagMetrics {
  readonly height: number;
  /** Of one letter, on average. */
  readonly letter: number;
  /** Of everything but the letters. */
  readonly padding: number;
  /** From the box's edge. */
  readonly inset: number;
}

/**
 * One place per box, best box first: inside its top left corner, else bottom left, top right,
 * bottom right, of as much of the box as lies in `clear`; undefined where all four are taken.
 */
export function placeTags(
  tags: readonly Tag[],
  clear: Rect,
  { height, letter, padding, inset }: TagMetrics,
): (Rect | undefined)[] {
  const used: Rect[] = [];
  return tags.map(({ box: whole, text }) => {
    const box = intersection(whole, clear);
    const width = Math.min(text.length * letter + padding, box.width - 2 * inset);
    if (width < height || box.height < height + 2 * inset) return undefined;
    const left = box.left + inset;
    const right = box.left + box.width - inset - width;
    const top = box.top + inset;
    const bottom = box.top + box.height - inset - height;
    const place = [
      { left, top, width, height },
      { left, top: bottom, width, height },
      { left: right, top, width, height },
      { left: right, top: bottom, width, height },
    ].find((candidate) => !used.some((other) => overlap(candidate, other)));
    if (place) used.push(place);
    return place;
  });
}

function intersection(a: Rect, b: Rect): Rect {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const right = Math.min(a.left + a.width, b.left + b.width);
  const bottom = Math.min(a.top + a.height, b.top + b.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}
