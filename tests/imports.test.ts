/**
 * Two promises that a single file cannot show, followed through every import: the page never
 * loads TensorFlow.js, and a worker never loads a component or a rune.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Module names that `file` loads when it runs (types are gone by then). */
function loads(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const code = file.endsWith('.svelte')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n')
    : text;
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !isTypeOnly(node.importClause)) {
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && !node.isTypeOnly) {
      found.push((node.moduleSpecifier as ts.StringLiteral).text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteral(argument)) found.push(argument.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.ESNext, true));
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    !clause.name &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

/** The chain of files from an entry to the first import that `isForbidden`, or undefined. */
function chainTo(entry: string, isForbidden: (name: string) => boolean): string[] | undefined {
  const first = join(root, entry);
  const seen = new Set([first]);
  const queue = [{ file: first, chain: [entry] }];
  for (let next = queue.shift(); next; next = queue.shift()) {
    for (const name of loads(next.file)) {
      if (isForbidden(name)) return [...next.chain, name];
      const file = resolveModule(name, next.file);
      if (!file || seen.has(file)) continue;
      seen.add(file);
      queue.push({ file, chain: [...next.chain, relative(root, file)] });
    }
  }
  return undefined;
}

function resolveModule(name: string, from: string): string | undefined {
  if (name.includes('?')) return undefined; // `?worker`, `?url`: another world
  const path = name.startsWith('#lib/')
    ? join(root, 'src', 'lib', name.slice('#lib/'.length))
    : name.startsWith('.')
      ? join(dirname(from), name)
      : undefined;
  return path && /\.(ts|js|svelte)$/.test(path) && existsSync(path) ? path : undefined;
}

const files = (folder: string, pattern: RegExp) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => pattern.test(path))
    .map((path) => join(folder, path));

describe('imports, followed all the way', () => {
  it.each(files('src/routes', /\+[^/]*\.(ts|svelte)$/))('%s loads no TensorFlow.js', (entry) => {
    expect(chainTo(entry, (name) => name.startsWith('@tensorflow/'))).toBeUndefined();
  });

  it.each(files('src/lib', /(^|\/)worker\.ts$/))('%s loads no runes, no components', (entry) => {
    expect(chainTo(entry, (name) => /\.svelte(\.ts)?$|^svelte($|\/)/.test(name))).toBeUndefined();
  });
});
