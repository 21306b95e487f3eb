/** Runs only while pages are prerendered: puts the boot script inline and chooses what to preload. */
import type { Handle } from '@sveltejs/kit';
import { boot } from '#lib/shell/boot.ts';

const criticalFonts = /(bricolage-grotesque|atkinson-hyperlegible-next)-latin-wght-normal/;

export const handle: Handle = ({ event, resolve }) =>
  resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%aprendiz.boot%', () => `(${boot.toString()})(window)`),
    preload: ({ type, path }) => type !== 'font' || criticalFonts.test(path),
  });
