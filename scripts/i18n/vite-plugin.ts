import type { Plugin } from 'vite';
import { checkCatalogue } from './catalogue.ts';

const directory = 'src/lib/i18n/messages';
const settings = 'src/lib/i18n/project.inlang/settings.json';

/** Stops the build, with the whole list, when a translation is missing or differs. */
export function completeCatalogue(): Plugin {
  return {
    name: 'aprendiz-complete-catalogue',
    apply: 'build',
    buildStart() {
      const problems = checkCatalogue(directory, settings);
      if (problems.length > 0) this.error(`Message catalogue:\n  ${problems.join('\n  ')}`);
    },
  };
}
