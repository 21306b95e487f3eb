/** The points of the plane that a field is taken at. Pure. */
import { limit } from './data.ts';

/** Pixels of a field, both ways; a small one takes every second. */
export const fieldSize = 50;
export const smallSize = fieldSize / 2;

/** x₁ and x₂ of every pixel, row by row from the top left. */
export function createGrid(size = fieldSize): Float64Array {
  const grid = new Float64Array(2 * size * size);
  const at = (i: number) => limit * ((2 * (i + 0.5)) / size - 1);
  for (let i = 0; i < size * size; i++) {
    grid[2 * i] = at(i % size);
    grid[2 * i + 1] = -at(Math.floor(i / size));
  }
  return grid;
}
