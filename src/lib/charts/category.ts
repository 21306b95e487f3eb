/** What tells one class from another in a chart: a colour, and a letter for those who see no colour. */

export interface Category {
  readonly id: string;
  readonly name: string;
  readonly letter: string;
  /** Any whole number; the set of colours begins again after the eighth. */
  readonly colour: number;
}

export const categoryColours = 8;

/** The custom property that holds the colour: `--class-1` … `--class-8`. */
export const colourProperty = (colour: number): `--class-${number}` =>
  `--class-${(((Math.trunc(colour) % categoryColours) + categoryColours) % categoryColours) + 1}`;

/** A … Z, then AA, AB …: the letter of the class at `place`, counted from 0. */
export function letterAt(place: number): string {
  let letters = '';
  for (let rest = place; rest >= 0; rest = Math.floor(rest / 26) - 1) {
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  }
  return letters;
}
