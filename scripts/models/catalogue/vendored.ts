/** What `npm run models:vendor` has fetched: `models/vendor.lock.json` names it, `static/models/vendor/` holds it. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { FileEntry } from '#lib/cache/installed-model.ts';

export interface VendorLock {
  readonly format: 'aprendiz-vendor-1';
  /** By id of the model; `file` is below the models folder that the app serves. */
  readonly models: Readonly<Record<string, { from: string; files: readonly FileEntry[] }>>;
}

const noLock: VendorLock = { format: 'aprendiz-vendor-1', models: {} };

export const lockFile = (models: string) => join(models, 'vendor.lock.json');

export function readLock(models: string): VendorLock {
  if (!existsSync(lockFile(models))) return noLock;
  return JSON.parse(readFileSync(lockFile(models), 'utf8')) as VendorLock;
}

/** Files of a model that lie ready to be served; none where the lock names it but nobody has fetched it here. */
export function vendoredFiles(id: string, models: string, served: string): readonly FileEntry[] {
  const files = readLock(models).models[id]?.files ?? [];
  const areHere = files.every(
    ({ file, bytes }) => statSync(join(served, file), { throwIfNoEntry: false })?.size === bytes,
  );
  return areHere ? files : [];
}
