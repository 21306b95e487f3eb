/** `npm run test:engines`: what its runner needs (packages, a build), then the runner, with the same arguments. */
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, run } from './prepare.mjs';

await ensureInstalled();
await ensureBuilt();
const { code } = await run(...node(join('tests', 'engines', 'run.ts'), ...process.argv.slice(2)));
process.exit(code);
