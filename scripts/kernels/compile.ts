/** Compiles src/lib/engine/kernels/wasm/assembly (AssemblyScript) to WebAssembly modules, once for each state of its source. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const source = join(root, 'src', 'lib', 'engine', 'kernels', 'wasm', 'assembly');
const cache = join(root, 'node_modules', '.cache', 'aprendiz');

/** Both builds as base64: with products added in one instruction (relaxed SIMD), and without. */
export interface CompiledKernels {
  readonly simd: string;
  readonly relaxed: string;
}

const options = [
  ...['--runtime', 'stub', '--noAssert', '--importMemory', '--noExportMemory'],
  // Constants lie before what src/lib/engine/kernels/wasm/heap.ts gives away.
  ...['--memoryBase', '64'],
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--enable', 'simd'],
];

/**
 * @param entry the file of a module's exports: `index` for recurrent layers, `dense` for feedforward ones
 * @param beside a folder of more files, where the entry may be
 */
export async function compileKernels(entry: string, beside?: string): Promise<CompiledKernels> {
  const files = new Map(
    [source, ...(beside === undefined ? [] : [beside])].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.ts'))
        .sort()
        .map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const),
    ),
  );
  const stored = join(cache, `kernels-${entry}-${fingerprint(files)}.json`);
  try {
    return JSON.parse(readFileSync(stored, 'utf8')) as CompiledKernels;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const compiled = {
    simd: await compile(files, entry, []),
    relaxed: await compile(files, entry, ['--enable', 'relaxed-simd']),
  };
  mkdirSync(cache, { recursive: true });
  // Under another name first: a build beside this one never reads half a file.
  writeFileSync(`${stored}.${process.pid}`, JSON.stringify(compiled));
  renameSync(`${stored}.${process.pid}`, stored);
  return compiled;
}

function fingerprint(files: ReadonlyMap<string, string>): string {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', 'assemblyscript', 'package.json'), 'utf8'),
  ) as { version: string };
  const hash = createHash('sha256').update(JSON.stringify([version, options, [...files]]));
  return hash.digest('hex').slice(0, 16);
}

async function compile(
  files: ReadonlyMap<string, string>,
  entry: string,
  more: string[],
): Promise<string> {
  // Large, and seldom needed: what is compiled is kept.
  const { default: asc } = await import('assemblyscript/asc');
  let binary: Uint8Array | undefined;
  const { error, stderr } = await asc.main(
    [`${entry}.ts`, '--outFile', 'kernels.wasm', ...options, ...more],
    {
      readFile: (name) => files.get(name) ?? null,
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm' && typeof contents !== 'string') binary = contents;
      },
      listFiles: () => [],
    },
  );
  const words = stderr.toString();
  if (error || !binary || words.includes('WARNING')) {
    throw new Error(`AssemblyScript:\n${words || String(error)}`);
  }
  return Buffer.from(binary).toString('base64');
}
