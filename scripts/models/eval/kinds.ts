/**
 * `npm run eval:kinds -- --out DIR`: makes the photos that the whitening of embeddings is learnt from,
 * out of two Debian packages (apt-get and dpkg-deb are needed). `DIR/things` has kinds of things, a
 * photo for each thing; `DIR/instances` has forty things, each in 22 poses before other backgrounds.
 * The same packages give the same photos. The photos are under free licences, each its own (see the
 * packages' copyright files), and are not part of this project.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { readRcc } from './rcc.ts';
import { unpack } from './unpack.ts';

const frame = { width: 320, height: 240 };
const poses = 22;
const things = 40;
const clear = { r: 0, g: 0, b: 0, alpha: 0 };

/** A picture of either package, by its path, so that lists of them have an order. */
interface Picture {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const activities = [
  'categorization',
  'explore_monuments',
  'explore_world_music',
  'paintings',
  'solar_system',
];

function readActivities(folder: string): Picture[] {
  const resources = join(folder, 'usr/share/gcompris-qt/rcc');
  return activities
    .flatMap((name) => [...readRcc(readFileSync(join(resources, `${name}.rcc`)))])
    .map(([path, bytes]) => ({ path: path.replace('/gcompris/src/activities/', ''), bytes }))
    .filter(({ path }) => /\.(webp|jpg)$/.test(path))
    .sort(byPath);
}

function readStamps(folder: string): Picture[] {
  const root = join(folder, 'usr/share/tuxpaint/stamps');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.png'))
    .filter((path) => !/cartoon|Rudolph|clipart|toys/i.test(path))
    .map((path) => ({ path, bytes: readFileSync(join(root, path)) }))
    .sort(byPath);
}

function byPath(a: Picture, b: Picture): number {
  return a.path < b.path ? -1 : 1;
}

/** Numerical Recipes' linear congruential generator: enough for poses. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

interface Sources {
  readonly stamps: readonly Picture[];
  readonly photos: readonly Picture[];
}

/** Pictures in folders of tuxpaint's stamps, and those of gcompris whose path begins or matches so. */
function kindsOf({ stamps, photos }: Sources) {
  const stamp = (folder: string) => stamps.filter(({ path }) => path.startsWith(`${folder}/`));
  const photo = (folder: string, name = /./) =>
    photos.filter(({ path }) => path.startsWith(`${folder}/`) && name.test(path));
  const images = 'categorization/resource/images';
  const monument = [...photo(`${images}/monuments`), ...photo('explore_monuments/resource')].filter(
    ({ bytes }) => bytes.length > 6000,
  );
  // One of the pieces that a painting is shown in.
  const painting = [
    ...new Map(
      photo('paintings/resource/image').map((one) => [
        basename(one.path).replace(/[-_]\d+\.webp$/, ''),
        one,
      ]),
    ).values(),
  ];
  const kinds: Record<string, Picture[]> = {
    fish: [...photo(`${images}/fishes`), ...stamp('animals/fish')],
    monument,
    tool: [...photo(`${images}/tools`), ...stamp('household/tools')],
    windmill: photo(`${images}/renewable`, /windmill/),
    painting,
    bird: stamp('animals/birds'),
    flower: stamp('plants/flowers'),
    fruit: stamp('food/fruit'),
    vegetable: stamp('food/vegetables'),
    money: stamp('symbols/money'),
    sign: stamp('town/roadsigns'),
    music: [...stamp('hobbies/music'), ...photo('explore_world_music/resource')],
    bovine: stamp('animals/mammals/bovines'),
    planet: [...stamp('space'), ...photo('solar_system/resource')],
  };
  const backdrops = [...monument, ...painting, ...photo(`${images}/renewable`)];
  return { kinds, backdrops };
}

/** Folders of stamps that the forty things are taken from, spread over each. */
const thingFolders = [
  'food/fruit',
  'food/vegetables',
  'animals/birds',
  'animals/mammals',
  'household',
  'hobbies',
  'vehicles',
  'sports',
  'clothes',
  'plants',
  'animals/insects',
  'town/roadsigns',
];

class Composer {
  readonly #next: () => number;
  readonly #backdrops: readonly Picture[];

  constructor(backdrops: readonly Picture[], seed: number) {
    this.#backdrops = backdrops;
    this.#next = seeded(seed);
  }

  async #background(): Promise<Buffer> {
    const kind = this.#next();
    if (kind < 0.4) {
      const level = 120 + Math.floor(this.#next() * 120);
      const background = {
        r: level,
        g: level - Math.floor(this.#next() * 14),
        b: level - Math.floor(this.#next() * 25),
      };
      return sharp({ create: { ...frame, channels: 3, background } })
        .png()
        .toBuffer();
    }
    const { bytes } = this.#backdrops[Math.floor(this.#next() * this.#backdrops.length)]!;
    const photo = sharp(bytes)
      .flatten({ background: '#fff' })
      .resize(frame.width, frame.height, { fit: 'cover' });
    return (kind < 0.8 ? photo.blur(2 + this.#next() * 6) : photo).png().toBuffer();
  }

  /** A cut-out thing before a background; `wild`: turned, mirrored, in other light, large or small. */
  async compose({ bytes }: Picture, wild: boolean): Promise<Buffer> {
    const part = wild ? 0.35 + this.#next() * 0.55 : 0.6 + this.#next() * 0.3;
    let thing: Buffer = await sharp(bytes)
      .trim()
      .ensureAlpha()
      .resize(Math.round(frame.width * part), Math.round(frame.height * part), { fit: 'inside' })
      .toBuffer();
    if (wild) thing = await this.#pose(thing);
    const turned = await sharp(thing).metadata();
    if (turned.width > frame.width || turned.height > frame.height) {
      thing = await sharp(thing)
        .resize(frame.width - 10, frame.height - 10, { fit: 'inside' })
        .toBuffer();
    }
    const { width, height } = await sharp(thing).metadata();
    const left = Math.floor(this.#next() * (frame.width - width));
    const top = Math.floor(this.#next() * (frame.height - height));
    return sharp(await this.#background())
      .composite([{ input: thing, left, top }])
      .modulate({ brightness: 0.75 + this.#next() * 0.45 })
      .jpeg({ quality: 88 })
      .toBuffer();
  }

  async #pose(thing: Buffer): Promise<Buffer> {
    let posed: Buffer = await sharp(thing)
      .rotate(-25 + this.#next() * 50, { background: clear })
      .toBuffer();
    if (this.#next() < 0.5) posed = await sharp(posed).flop().toBuffer();
    const light = { brightness: 0.65 + this.#next() * 0.7, saturation: 0.6 + this.#next() * 0.6 };
    return sharp(posed).modulate(light).toBuffer();
  }
}

async function makeKinds(out: string, sources: Sources): Promise<number> {
  const { kinds, backdrops } = kindsOf(sources);
  const composer = new Composer(backdrops, 7);
  let count = 0;
  for (const [kind, pictures] of Object.entries(kinds)) {
    const folder = join(out, 'things', kind);
    mkdirSync(folder, { recursive: true });
    for (const [i, picture] of pictures.slice(0, 60).entries()) {
      const cutOut =
        picture.path.endsWith('.png') || (await sharp(picture.bytes).metadata()).hasAlpha;
      const photo = cutOut
        ? await composer.compose(picture, false)
        : await sharp(picture.bytes)
            .resize(frame.width, frame.width, { fit: 'inside' })
            .jpeg({ quality: 88 })
            .toBuffer();
      writeFileSync(join(folder, `${i}.jpg`), photo);
      count++;
    }
  }
  return count + (await makeInstances(out, sources, composer));
}

async function makeInstances(out: string, { stamps }: Sources, composer: Composer) {
  const pools = thingFolders.map((name) =>
    stamps.filter(({ path }) => path.startsWith(`${name}/`)),
  );
  const rounds = 5;
  const chosen = new Map<string, Picture>();
  for (let round = 0; round < rounds; round++) {
    for (const pool of pools) {
      const picture = pool[Math.floor(((round + 0.5) / rounds) * pool.length)];
      if (picture && chosen.size < things) chosen.set(picture.path, picture);
    }
  }
  for (const [number, picture] of [...chosen.values()].entries()) {
    const name = `${String(number).padStart(2, '0')}-${basename(picture.path, '.png')}`;
    const folder = join(out, 'instances', name);
    mkdirSync(folder, { recursive: true });
    for (let pose = 0; pose < poses; pose++) {
      writeFileSync(join(folder, `${pose}.jpg`), await composer.compose(picture, true));
    }
  }
  return chosen.size * poses;
}

const { out } = parseArgs({ options: { out: { type: 'string' } } }).values;
if (!out) throw new Error('--out DIR is needed');
const work = mkdtempSync(join(tmpdir(), 'eval-kinds-'));
try {
  const stamps = readStamps(unpack('tuxpaint-stamps-default', work));
  const photos = readActivities(unpack('gcompris-qt-data', work));
  console.log(`${await makeKinds(out, { stamps, photos })} photos in ${out}`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
