/**
 * The other hosts that the app may speak to: those of the entries that can be fetched, and those that Teachable
 * Machine shares its models from. The content security policy and the catalogue both come from here.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const data = fileURLToPath(new URL('../../../data', import.meta.url));
const folder = fileURLToPath(new URL('../../../models', import.meta.url));
const read = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** @returns {string[]} origins, sorted */
export function modelHosts(models = folder) {
  const entries = readdirSync(models)
    .map((id) => join(models, id, 'entry.json'))
    .filter((path) => existsSync(path));
  const fetched = entries
    .map((path) => read(path).remote?.url)
    .filter((url) => url !== undefined)
    .map((url) => new URL(url).origin);
  return [...new Set([...read(join(models, 'hosts.json')).sharing, ...fetched])].sort();
}

/** Where data sets of the labs are fetched from (data/<id>/files.json). @returns {string[]} origins, sorted */
export function dataHosts() {
  const origins = readdirSync(data).map(
    (id) => new URL(read(join(data, id, 'files.json')).address).origin,
  );
  return [...new Set(origins)].sort();
}
