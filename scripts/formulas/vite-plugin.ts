import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { setFormulas } from './set.ts';

/**
 * `import formulas from './formulas.tex'`: the formulas of a file, set. Of the style sheet's fonts only
 * woff2 is kept, and of the faces those that `setFormulas` allows.
 */
export function formulas(): Plugin {
  return {
    name: 'aprendiz-formulas',
    enforce: 'pre',
    async load(id) {
      const file = id.split('?')[0]!;
      if (!file.endsWith('formulas.tex')) return undefined;
      this.addWatchFile(file);
      return `export default ${JSON.stringify(setFormulas(await readFile(file, 'utf8')))};`;
    },
    transform(code, id) {
      if (!/katex[^?]*\.css/.test(id)) return undefined;
      return {
        code: code
          .replace(/,\s*url\([^)]+\)\s*format\(["'](woff|truetype)["']\)/g, '')
          .replace(/@font-face\s*\{[^}]*KaTeX_(Fraktur|SansSerif|Script|Typewriter)[^}]*\}/g, ''),
        map: null,
      };
    },
  };
}
