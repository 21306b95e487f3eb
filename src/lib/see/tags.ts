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
 * bottom right; undefined where all four are taken. Places in `taken` are never used.
 */
export function placeTags(
  tags: readonly Tag[],
  taken: readonly Rect[],
  { height, letter, padding, inset }: TagMetrics,
): (Rect | undefined)[] {
  const used = [...taken];
  return tags.map(({ box, text }) => {
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

function overlap(a: Rect, b: Rect): boolean {
  return (
    a.left < b.left + b.width &&
    b.left < a.left + a.width &&
    a.top < b.top + b.height &&
    b.top < a.top + a.height
  );
}
