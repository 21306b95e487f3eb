/** Runs only while pages are prerendered: puts the boot script inline and chooses what to preload. */
import { readdirSync } from 'node:fs';
import type { Handle } from '@sveltejs/kit';
import { boot } from '#lib/shell/boot.ts';

const criticalFonts = /(bricolage-grotesque|atkinson-hyperlegible-next)-latin-wght-normal/;

/** Of the client's build, which is there before pages are made of it. */
const workers = '_app/immutable/workers';

/** Where the worker of the first label is, for the page that shows it. */
function firstWorker(path: string | null): string | undefined {
  if (import.meta.env.DEV || path !== '/see') return undefined;
  const files = readdirSync(`.svelte-kit/output/client/${workers}`);
  const file = files.find((name) => /^first\.worker-.*\.js$/.test(name));
  if (!file) throw new Error(`${workers} has no first.worker`);
  return `./${workers}/${file}`;
}

export const handle: Handle = ({ event, resolve }) => {
  const given = ['window', JSON.stringify(firstWorker(event.route.id))].join(', ');
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('%aprendiz.boot%', () => `(${boot.toString()})(${given})`),
    preload: ({ type, path }) => type !== 'font' || criticalFonts.test(path),
  });
};
