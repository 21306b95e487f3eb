/** Draws a map of points into a canvas. The page's colours come in as a palette. */
import { categoryColours, colourProperty, type Category } from './category.ts';
import { toPixel, visiblePoints, type MapPoint, type Size, type View } from './plane.ts';

export interface Palette {
  readonly ink: string;
  readonly paper: string;
  readonly accent: string;
  readonly letter: string;
  /** By colour, from 0. */
  readonly categories: readonly string[];
  readonly font: string;
}

export interface MapScene {
  readonly points: readonly MapPoint[];
  readonly view: View;
  readonly size: Size;
  readonly picked: string | undefined;
  readonly categories: readonly Category[];
  readonly pictureOf: ((id: string) => CanvasImageSource | undefined) | undefined;
}

/** Pictures are drawn when there is at least this much room for each, in pixels of a side. */
const LEAST_PICTURE_PX = 26;
const MOST_PICTURE_PX = 64;
const DOT_PX = 7;

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    paper: read('--paper-raised'),
    accent: read('--accent'),
    letter: read('--class-ink'),
    categories: Array.from({ length: categoryColours }, (_, i) => read(colourProperty(i))),
    font: read('--font-mono') || 'monospace',
  };
}

/** The side of a picture that lets those in sight overlap only a little. */
export function pictureSide(inSight: number, { width, height }: Size): number {
  const side = Math.sqrt((width * height) / Math.max(1, inSight)) * 0.55;
  return side < LEAST_PICTURE_PX ? 0 : Math.min(MOST_PICTURE_PX, side);
}

export function drawMap(
  context: CanvasRenderingContext2D,
  { points, view, size, picked, categories, pictureOf }: MapScene,
  palette: Palette,
): void {
  context.clearRect(0, 0, size.width, size.height);
  const inSight = visiblePoints(points, view, size);
  const side = pictureOf ? pictureSide(inSight.length, size) : 0;
  const byId = new Map(categories.map((category) => [category.id, category]));
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  // The one that is asked about and the one picked lie on top.
  const rank = (point: MapPoint) =>
    (point.category === undefined ? 1 : 0) + (point.id === picked ? 2 : 0);
  for (const point of inSight.sort((a, b) => rank(a) - rank(b))) {
    const { x, y } = toPixel(point, view);
    const category = point.category === undefined ? undefined : byId.get(point.category);
    const colour = category ? palette.categories[category.colour % categoryColours]! : palette.ink;
    const isPicked = point.id === picked;
    const picture = side > 0 ? pictureOf?.(point.id) : undefined;
    if (picture)
      drawPicture(context, picture, { x, y, side: isPicked ? side * 1.35 : side }, colour);
    else
      drawDot(context, { x, y, radius: isPicked ? DOT_PX * 1.7 : DOT_PX }, colour, palette.paper);
    if (category && (picture || inSight.length <= 400)) {
      drawLetter(context, category.letter, { x, y, side: picture ? side : 0 }, colour, palette);
    }
    if (!category)
      ring(context, { x, y, radius: (picture ? side * 0.75 : DOT_PX) + 5 }, palette.accent);
    if (isPicked)
      ring(context, { x, y, radius: (picture ? side * 0.95 : DOT_PX * 1.7) + 4 }, palette.ink);
  }
}

function drawPicture(
  context: CanvasRenderingContext2D,
  picture: CanvasImageSource,
  { x, y, side }: { x: number; y: number; side: number },
  colour: string,
): void {
  const [width, height] = measure(picture);
  const crop = Math.min(width, height);
  context.fillStyle = colour;
  context.fillRect(x - side / 2 - 2, y - side / 2 - 2, side + 4, side + 4);
  const left = (width - crop) / 2;
  const top = (height - crop) / 2;
  context.drawImage(picture, left, top, crop, crop, x - side / 2, y - side / 2, side, side);
}

function drawDot(
  context: CanvasRenderingContext2D,
  { x, y, radius }: { x: number; y: number; radius: number },
  colour: string,
  edge: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = edge;
  context.stroke();
}

function drawLetter(
  context: CanvasRenderingContext2D,
  letter: string,
  { x, y, side }: { x: number; y: number; side: number },
  colour: string,
  palette: Palette,
): void {
  context.font = `700 9px ${palette.font}`;
  if (side > 0) {
    context.fillStyle = colour;
    context.fillRect(x - side / 2 - 2, y - side / 2 - 2, 12, 12);
  }
  context.fillStyle = palette.letter;
  const corner = side > 0 ? -side / 2 + 4 : 0;
  context.fillText(letter, x + corner, y + corner + 0.5);
}

function ring(
  context: CanvasRenderingContext2D,
  { x, y, radius }: { x: number; y: number; radius: number },
  colour: string,
): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = 3;
  context.strokeStyle = colour;
  context.stroke();
}

function measure(picture: CanvasImageSource): [number, number] {
  if (picture instanceof HTMLImageElement) return [picture.naturalWidth, picture.naturalHeight];
  if (picture instanceof ImageBitmap) return [picture.width, picture.height];
  return [1, 1];
}
