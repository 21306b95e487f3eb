/** The classes of a project as charts show them. Pure. */
import { letterAt, type Category } from '#lib/charts/category.ts';
import type { ClassRow } from '#lib/storage/project-rows.ts';

/** Letters follow the order on the page; "none of these" has a sign of its own. */
export function categoriesOf(classes: readonly ClassRow[]): readonly Category[] {
  let place = 0;
  return classes.map(({ id, name, colour, role }) => ({
    id,
    name,
    colour,
    letter: role === 'none' ? '∅' : letterAt(place++),
  }));
}
