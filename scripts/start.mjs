/** `npm start`: from a fresh clone to a served app. Options: --port <number>, --https. */
import { ensureBuilt, ensureInstalled, node, run } from './prepare.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
const { code } = await run(...node('scripts/server/serve.ts', ...process.argv.slice(2)));
process.exit(code);
