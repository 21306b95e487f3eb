/** A model out of a pack: whether its graph can be run, and whether it is what it says of itself. */
import * as v from 'valibot';
import type { InstalledModel } from '#lib/cache/installed-model.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { limits } from '../convert/limits.ts';
import { parseJson } from '../convert/model-json.ts';
import type { CatalogueEntry } from '../entry.ts';
import { checkGraph } from './check-graph.ts';

const labelsSchema = v.pipe(
  v.array(v.pipe(v.string(), v.maxLength(200))),
  v.minLength(1),
  v.maxLength(limits.classes),
);

/**
 * @param contents by hash, found right.
 * @param ours what the catalogue says of its id; nothing of a stranger's claims is kept where there is something.
 * @returns the row to keep.
 * @throws FailureError `model-corrupt` | `model-unsupported` | `model-too-large`
 */
export function checkInstalled(
  model: InstalledModel & { readonly entry: CatalogueEntry },
  contents: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  ours: CatalogueEntry | undefined,
): InstalledModel {
  const { id, graph, weights, labels } = model;
  const bytesOf = ({ sha256 }: InstalledModel['graph']) => contents.get(sha256) ?? new Uint8Array();
  const claims = model.entry;
  const isForeign = claims.id !== id || claims.origin === 'built-in' || ours?.origin === 'built-in';
  if (isForeign) throw new FailureError('model-corrupt', `${id} is not its name`);
  const checked = checkGraph(bytesOf(graph), bytesOf(weights));
  const names = labels ? parseJson(labelsSchema, bytesOf(labels), 'labels.json').length : 0;
  const classes = checked.shapeOf('classes')?.[2] ?? 0;
  const channels = checked.shapeOf('embedding')?.[2];
  if (
    checked.graph.id !== id ||
    names !== classes ||
    (!ours && claims.trunk?.channels !== channels)
  ) {
    throw new FailureError('model-corrupt', `${id} is not what it says`);
  }
  return { ...model, entry: ours ?? unclaimed(claims, names) };
}

/** Figures that nobody here has seen are left out. */
function unclaimed(claims: CatalogueEntry, labels: number): CatalogueEntry {
  const { accuracy: _, remote: __, ...rest } = claims;
  return { ...rest, origin: 'own', labels, files: [] };
}
