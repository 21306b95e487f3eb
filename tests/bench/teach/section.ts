/**
 * Teach, by the buttons of the production build. 10 classes × 20 pictures, embedding included, beside
 * @teachablemachine/image in the same browser: photos, and the harder ones of Fashion-MNIST; our heads beside tf.layers
 * and ml5 on the same embeddings; one more sample among many, beside knn-classifier; and what everything that one does
 * to a project costs as it grows.
 */
import { existsSync } from 'node:fs';
import type { Bench, Section, Table } from '../section.ts';
import { growth } from './growth.ts';
import { benchHeads, benchOneMore } from './heads.ts';
import { benchInstant } from './instant.ts';
import { benchOurs, type Ours, type TaughtProject } from './ours.ts';
import { benchPeer, peerTrunk, type Peer } from './peer.ts';
import { fashionFiles, readFashion, readPhotos, type PhotoSet } from './photos.ts';

const instantSizes = [10, 100, 1000, 5000];
const oneMoreSizes = [10, 100, 1000, 10_000];
const growthSizes = [100, 1000, 10_000];

export const teach: Section = {
  name: 'teach',
  async run(bench) {
    const { data, fashion, rounds } = bench;
    const photos = await readPhotos(data, { classes: 10, taught: 20, heldOut: 10 });
    const tables = await taught(bench, photos, rounds);
    if (fashionFiles(fashion).every(existsSync)) {
      // Where everybody is right about the easy ones, these tell heads apart.
      const clothes = await readFashion(fashion, { classes: 10, taught: 20, heldOut: 15 });
      tables.push(...(await taught(bench, clothes, 1, benchHeads)));
    } else {
      const notes = [
        `Not measured: ${fashion} has not the files of Fashion-MNIST (--fashion DIR).`,
      ];
      tables.push({ title: 'Pictures of Fashion-MNIST', rows: [], notes });
    }
    const rows = await benchInstant(bench, photos, instantSizes);
    tables.push({ title: 'Instant head in the app, after the embedding of one more sample', rows });
    tables.push(await benchOneMore(bench, oneMoreSizes));
    tables.push(...(await growth(bench, photos, growthSizes)));
    return tables;
  },
};

/** @param then what else is measured on the project that was taught */
async function taught(
  bench: Bench,
  photos: PhotoSet,
  runs: number,
  then?: (bench: Bench, project: TaughtProject) => Promise<Table>,
): Promise<Table[]> {
  const [ours, more] = await benchOurs(
    bench,
    photos,
    runs,
    async (project, ours) => [ours, await then?.(bench, project)] as const,
  );
  const trunk = peerTrunk();
  const peer = trunk === undefined ? undefined : await benchPeer(bench, trunk, photos, runs);
  bench.say('both are taught');
  return [besidePeer(ours, peer, photos), ...(more ? [more] : [])];
}

function besidePeer(ours: Ours, peer: Peer | undefined, { source }: PhotoSet): Table {
  const others = (of: (peer: Peer) => readonly number[]) =>
    peer ? [{ who: '@teachablemachine/image, WebGL', values: of(peer) }] : [];
  const trained = others(({ train }) => train);
  return {
    title: `10 classes × 20 pictures, the default head (${ours.method})`,
    rows: [
      {
        what: 'from the first picture handed over to a trained head, embedding included',
        unit: 'ms',
        ours: ours.whole.map(({ usable }) => usable),
        beside: others(({ embed, train }) => train.map((ms) => embed + ms)).map((one) => ({
          ...one,
          asked: { atMost: 1 / 3 },
        })),
      },
      {
        what: 'of that, until all are embedded and the instant head knows them',
        unit: 'ms',
        ours: ours.whole.map(({ instant }) => instant),
        beside: others(({ embed }) => [embed]),
      },
      {
        what: 'from the press on Train to a usable head, once embedded',
        unit: 'ms',
        ours: ours.usable,
        beside: trained,
      },
      {
        what: 'of that, fitting',
        unit: 'ms',
        ours: ours.fit,
        beside: trained.map((one) => ({ ...one, asked: { atMost: 1 / 50 } })),
      },
      {
        what: `right about ${ours.heldOut} held-out pictures`,
        unit: 'of 1',
        ours: [ours.accuracy],
        beside: others(({ accuracy }) => [accuracy]).map((one) => ({
          ...one,
          asked: { atLeast: 1 },
        })),
      },
    ],
    notes: [
      `Pictures: ${source}.`,
      ...(peer ? [] : ['No peer: ../shared/models/teachable-machine-export is not there.']),
    ],
  };
}
