/**
 * Draws the app's icons from one mark: `npx tsx scripts/pwa/draw-icons.ts`. Run by hand when the mark changes; the PNGs
 * are committed because a build should not need an image library.
 */
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';

const colour = {
  mat: '#0c4b3c',
  line: '#1d604f',
  chalk: '#faf5ea',
  accent: '#f9bf1b',
  ink: '#2c2008',
};
const out = 'static/icons';

/** The mark of src/lib/shell/Mark.svelte, in a box of 48. */
const mark = `
  <g fill="none" stroke="${colour.chalk}" stroke-width="3.6" stroke-linecap="round">
    <path d="M8 41 L24 13 L40 41"/><path d="M15.4 29.5 H32.6"/>
  </g>
  <circle cx="8" cy="41" r="4.6" fill="${colour.chalk}"/><circle cx="40" cy="41" r="4.6" fill="${colour.chalk}"/>
  <circle cx="24" cy="13" r="9.6" fill="${colour.accent}" stroke="${colour.chalk}" stroke-width="3.2"/>
  <circle cx="24" cy="13" r="3.7" fill="${colour.ink}"/>`;

/** The cutting mat with the mark on it. `fill`: share of the side that the mark takes. */
function icon(fill: number, radius: number): string {
  const scale = (512 * fill) / 48;
  const left = (512 - 48 * scale) / 2;
  const top = (512 - 48 * scale) / 2 - 3.5 * (scale / 10);
  const ticks = [128, 256, 384]
    .map((at) => `<path d="M${at} 0V512M0 ${at}H512" stroke="${colour.line}" stroke-width="4"/>`)
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">
  <clipPath id="edge"><rect width="512" height="512" rx="${radius}"/></clipPath>
  <g clip-path="url(#edge)"><rect width="512" height="512" fill="${colour.mat}"/>${ticks}</g>
  <g transform="translate(${left} ${top}) scale(${scale})">${mark}
  </g>
</svg>
`;
}

const rounded = icon(0.74, 112);
/** Maskable icons may lose everything outside a centred circle of 80 %. */
const bleeding = icon(0.56, 0);

writeFileSync(`${out}/aprendiz.svg`, rounded);
const drawn: [string, string, number][] = [
  [rounded, 'aprendiz-32', 32],
  [rounded, 'aprendiz-192', 192],
  [rounded, 'aprendiz-512', 512],
  [bleeding, 'aprendiz-maskable-192', 192],
  [bleeding, 'aprendiz-maskable-512', 512],
  [icon(0.68, 0), 'apple-touch-icon', 180],
];
for (const [svg, name, size] of drawn) {
  await sharp(Buffer.from(svg), { density: 300 })
    .resize(size, size)
    .png({ palette: true, colours: 64 })
    .toFile(`${out}/${name}.png`);
}
