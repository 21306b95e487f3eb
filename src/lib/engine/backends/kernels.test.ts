import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { backendNames } from '#lib/engine/backend.ts';
import { graphKernels, moreGraphKernels } from '#lib/engine/graph/kernels.ts';

// Read, not imported: the kernels are ES modules in files that Node takes for CommonJS.
const kernelsIn = (file: string) => {
  const source = readFileSync(join(import.meta.dirname, file), 'utf8');
  return [...source.matchAll(/dist\/kernels\/(\w+)\.js'/g)].map(([, kernel]) => kernel);
};

it.each(backendNames)('%s registers every kernel that the graphs run', (backend) => {
  expect(kernelsIn(`${backend}.ts`)).toEqual(expect.arrayContaining([...graphKernels]));
});

it.each(backendNames)(
  '%s has the kernels that few graphs run in a chunk of their own',
  (backend) => {
    expect(kernelsIn(`more/${backend}.ts`)).toEqual([...moreGraphKernels]);
    expect(kernelsIn(`${backend}.ts`)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(`^(${moreGraphKernels.join('|')})$`)]),
    );
  },
);
