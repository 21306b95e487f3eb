/** The photos of a folder of class folders. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

export interface ClassFiles {
  readonly classes: readonly string[];
  readonly paths: readonly string[];
  /** `class/photo`, whatever folder they lie in. */
  readonly names: readonly string[];
  readonly labels: Int32Array;
}

/** @param count of classes: those with the most photos */
export function classFiles(folder: string, count: number): ClassFiles {
  const classes = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, photos: readdirSync(join(folder, name)).length }))
    .sort((a, b) => b.photos - a.photos || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
  const all = classes.flatMap((name, label) =>
    readdirSync(join(folder, name))
      .sort()
      .map((file) => ({ name: `${name}/${file}`, label })),
  );
  return {
    classes,
    paths: all.map(({ name }) => join(folder, name)),
    names: all.map(({ name }) => name),
    labels: Int32Array.from(all, ({ label }) => label),
  };
}
