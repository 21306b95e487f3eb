/** Which rows of a table are taken where there is not room for all of them. Pure. */

/** Texts of one project: what is still trained in minutes and held in memory on a phone. */
export const mostTexts = 100_000;

/** Whether the row at `place` is among `room` rows spread evenly over `count`. */
export function isTaken(place: number, count: number, room: number): boolean {
  if (room >= count) return true;
  return Math.floor(((place + 1) * room) / count) > Math.floor((place * room) / count);
}
