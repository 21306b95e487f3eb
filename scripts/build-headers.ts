/** Writes build/_headers, by which a static host learns what to send. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headersFile } from './server/headers.ts';

writeFileSync(join('build', '_headers'), headersFile());
