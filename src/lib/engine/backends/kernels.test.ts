import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backendNames } from '#lib/engine/backend.ts';
import { graphKernels } from '#lib/engine/graph/kernels.ts';

// Read, not imported: the kernels are ES modules in files that Node takes for CommonJS.
it.each(backendNames)('%s registers every kernel that the graphs run', (backend) => {
  const source = readFileSync(join(import.meta.dirname, `${backend}.ts`), 'utf8');
  const missing = graphKernels.filter(
    (kernel) => !source.includes(`'@tensorflow/tfjs-backend-${backend}/dist/kernels/${kernel}.js'`),
  );
  expect(missing).toEqual([]);
});
