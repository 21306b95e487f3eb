/** Text models as the app serves them: what lies in `models/<id>/weights`, under hashed names. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TextEntry } from '#lib/engine/graph/format.ts';
import { putFile } from './write.ts';

export interface TextSource {
  readonly id: string;
  readonly model: Uint8Array;
  readonly weights: Uint8Array;
}

/** Every text model that has been trained; one without weights yet is left out. */
export function readTexts(folder: string): TextSource[] {
  return readdirSync(folder)
    .sort()
    .map((id) => ({ id, weights: join(folder, id, 'weights') }))
    .filter(({ weights }) => existsSync(join(weights, 'weights.bin')))
    .map(({ id, weights }) => ({
      id,
      model: readFileSync(join(weights, 'model.json')),
      weights: readFileSync(join(weights, 'weights.bin')),
    }));
}

/** Replaces the model's folder under `root`. */
export function writeText(root: string, { id, model, weights }: TextSource): TextEntry {
  const folder = join(root, id);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return {
    id,
    model: putFile(root, `${id}/model`, 'json', model),
    weights: putFile(root, `${id}/weights`, 'bin', weights),
  };
}
