import type { Plugin } from 'vite';

const barrel = /^[ \t]*import \{ m \} from ['"]#paraglide\/messages\.js['"];?/m;

/**
 * Imports every message from its own file. Behind the one door `m`, all messages of the app lie in one
 * chunk that every page loads; so each page loads what it says.
 */
export function messagesOneByOne(): Plugin {
  return {
    name: 'aprendiz-messages-one-by-one',
    apply: 'build',
    transform(code, id) {
      if (!barrel.test(code) || id.includes('/src/paraglide/')) return undefined;
      const names = new Set<string>();
      const body = code.replace(/\bm\.([a-z][a-z0-9_]*)\b/g, (_, name: string) => {
        names.add(name);
        return `m_${name}`;
      });
      const imports = [...names].map(
        (name) => `import { ${name} as m_${name} } from '#paraglide/messages/${name}.js';`,
      );
      // On one line, so that the lines after it stay where they were.
      return { code: body.replace(barrel, imports.join(' ')), map: null };
    },
  };
}
