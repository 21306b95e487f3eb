import { join } from 'node:path';
import type { Plugin, Rolldown } from 'vite';

/**
 * What pages share lies in a few chunks. By itself the bundler makes some thirty, each compressed
 * alone, which costs a tenth (measured on See: 75 KB in 32 chunks, 68 KB in 6). What only other doors
 * or parts that come later need stays out of what every page loads.
 */
export function fewSharedChunks(): Plugin {
  return {
    name: 'aprendiz-few-shared-chunks',
    apply: 'build',
    outputOptions(options) {
      if (this.environment.name !== 'client') return undefined;
      const atOnce = new Set<string>();
      const named =
        (group: string): Rolldown.CodeSplittingNameFunction =>
        (id, context) => {
          if (atOnce.size === 0) for (const root of roots) collectImports(root, context, atOnce);
          return atOnce.has(id) ? group : null;
        };
      const groups = [everywhere, camera, answering].map((group) =>
        group === camera ? group : { ...group, name: named(group.name) },
      );
      return { ...options, codeSplitting: { groups } };
    },
  };
}

/** The layout, and See, which has the most to load before it answers. */
const roots = ['+layout.svelte', 'see/+page.svelte'].map((file) =>
  join(import.meta.dirname, '..', '..', 'src', 'routes', file),
);

/** Adds a module and all that it imports at once, followed all the way. */
function collectImports(id: string, context: Rolldown.ChunkingContext, found: Set<string>): void {
  if (found.has(id)) return;
  found.add(id);
  // The list is the bundler's own and is reused by it.
  const imported = [...(context.getModuleInfo(id)?.importedIds ?? [])];
  for (const next of imported) collectImports(next, context, found);
}

const everywhere = {
  name: 'shared',
  minShareCount: 2,
  // What of Svelte only a few doors use would weigh on all: it is left to them.
  test: /\/node_modules\/(svelte(?!\/src\/internal\/client\/dom\/blocks\/(html|svelte-element)\.)|@sveltejs|clsx|esm-env|@lucide)\/|\/src\/lib\/(shell|home|pwa|i18n|failure|engine|vision)\/|\/src\/lib\/cache\/laid-aside\b|\/src\/lib\/ui\/(Button|IconButton|Later|LiveRegion|Notice|announcer)\b|\/src\/paraglide\/(runtime|messages\/shell_)/,
};

const camera = { name: 'camera', minShareCount: 2, test: /\/src\/lib\/camera\// };

/** What See has in common with other doors that answer: bars, the line of where it runs, small controls. */
const answering = { name: 'answering', minShareCount: 2, test: /\/src\/(lib|paraglide)\// };
