/**
 * `npm run eval:collect -- --out DIR`: makes the labelled photos that See is measured with, a folder
 * for each label, out of two Debian packages (apt-get and dpkg-deb are needed). Nothing random: the
 * same packages give the same photos. The photos are under free licences, each its own (see the
 * packages' copyright files), and are not part of this project.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import { backdrops, scenes, stamps } from './photos.ts';
import { readRcc } from './rcc.ts';
import { unpack } from './unpack.ts';

const frame = { width: 640, height: 480 };

/** Photos of gcompris by path under activities/. */
function readActivities(folder: string): Map<string, Uint8Array> {
  const resources = join(folder, 'usr/share/gcompris-qt/rcc');
  const wanted = new Set(
    [...Object.values(scenes).flat(), ...backdrops].map((p) => p.split('/')[0]),
  );
  const photos = new Map<string, Uint8Array>();
  for (const activity of wanted) {
    for (const [path, bytes] of readRcc(readFileSync(join(resources, `${activity}.rcc`)))) {
      photos.set(path.replace('/gcompris/src/activities/', ''), bytes);
    }
  }
  return photos;
}

/** A cut-out thing before a backdrop, filling this part of the frame's height or width. */
async function compose(stamp: Uint8Array, backdrop: Sharp, part: number): Promise<Buffer> {
  const thing = await sharp(stamp)
    .trim()
    .resize(Math.round(frame.width * part), Math.round(frame.height * part), { fit: 'inside' })
    .toBuffer();
  return backdrop
    .resize(frame.width, frame.height, { fit: 'cover' })
    .composite([{ input: thing, gravity: 'centre' }])
    .jpeg({ quality: 90 })
    .toBuffer();
}

const grey = () =>
  sharp({ create: { ...frame, channels: 3, background: { r: 205, g: 203, b: 198 } } }).png();

async function save(out: string, label: string, name: string, photo: Buffer): Promise<void> {
  const folder = join(out, label);
  mkdirSync(folder, { recursive: true });
  await sharp(photo).toFile(join(folder, `${name.replaceAll('/', '-')}.jpg`));
}

async function collect(out: string): Promise<number> {
  const work = mkdtempSync(join(tmpdir(), 'eval-photos-'));
  let count = 0;
  try {
    const stampFolder = join(unpack('tuxpaint-stamps-default', work), 'usr/share/tuxpaint/stamps');
    const photos = readActivities(unpack('gcompris-qt-data', work));
    const photo = (path: string) => {
      const bytes = photos.get(path);
      if (!bytes) throw new Error(`gcompris-qt-data has no ${path}`);
      return bytes;
    };
    for (const [label, names] of Object.entries(stamps)) {
      for (const name of names) {
        const file = join(stampFolder, `${name}.png`);
        if (!existsSync(file)) throw new Error(`tuxpaint-stamps-default has no ${name}.png`);
        const stamp = readFileSync(file);
        const backdrop = backdrops[count % backdrops.length] ?? '';
        const flat = grey();
        const blurred = sharp(photo(backdrop)).blur(12);
        await save(
          out,
          label,
          `${name}-grey`,
          await compose(stamp, sharp(await flat.toBuffer()), 0.8),
        );
        await save(
          out,
          label,
          `${name}-blurred`,
          await compose(stamp, sharp(await blurred.png().toBuffer()), 0.6),
        );
        count += 2;
      }
    }
    for (const [label, paths] of Object.entries(scenes)) {
      for (const path of paths) {
        const plain = sharp(photo(path)).flatten({ background: '#fff' }).jpeg({ quality: 90 });
        const inside = plain.resize(frame.width, frame.width, {
          fit: 'inside',
          withoutEnlargement: true,
        });
        const name = path.replace(/\/resource\/.*\//, '-').replace('.webp', '');
        await save(out, label, name, await inside.toBuffer());
        count++;
      }
    }
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return count;
}

const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
if (!out) throw new Error('--out DIR is needed');
console.log(`${await collect(out)} photos in ${out}`);
