/** An installed model as a trunk of Teach. Runs in workers. */
import { installedModel } from '#lib/cache/installed.ts';
import type { TrunkSpec } from '#lib/vision/trunks.ts';
import { factsOf } from './entry.ts';

/** @param id `<model id>@<first 8 of its weights' hash>`; undefined where that very version is not here. */
export async function installedTrunk(id: string): Promise<TrunkSpec | undefined> {
  const model = id.includes('@') ? await installedModel(id) : undefined;
  const trunk = model && factsOf(model)?.trunk;
  if (trunk?.id !== id) return undefined;
  const { pixels, channels } = trunk;
  return { id, parts: [{ model: id, size: pixels, fit: 'cover', channels }] };
}
