/**
 * Teach: 10 classes × 20 photos, taught to this app (the production build, by its buttons) and to
 * @teachablemachine/image, one after the other in the same browser; then what one more sample costs the instant head.
 */
import type { Section, Table } from '../section.ts';
import { benchInstant, benchOurs } from './ours.ts';
import { benchPeer, peerTrunk, type Peer } from './peer.ts';
import { readPhotos } from './photos.ts';

const instantSizes = [10, 100, 1000, 5000];

export const teach: Section = {
  name: 'teach',
  async run({ app, browser, data, peers, rounds, say }) {
    const photos = await readPhotos(data, { classes: 10, taught: 20, heldOut: 10 });
    const origin = await app();
    const trunk = peerTrunk();
    const ours = await benchOurs(browser, origin, photos, rounds);
    say('ours is taught');
    const peer = trunk && (await benchPeer(browser, await peers(), trunk, photos, rounds));
    const others = (of: (peer: Peer) => Readonly<Record<string, readonly number[]>>) =>
      Object.entries(peer ? of(peer) : {}).map(([backend, values]) => ({
        who: `@teachablemachine/image on ${backend}`,
        values,
      }));
    const trained = others(({ train }) => train);
    const taught: Table = {
      title: `10 classes × 20 photos, once embedded; the default head (${ours.method})`,
      rows: [
        {
          what: 'from the press on Train to a usable head',
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
          what: `right about ${ours.heldOut} held-out photos`,
          unit: 'of 1',
          ours: [ours.accuracy],
          beside: others(({ accuracy }) =>
            Object.fromEntries(Object.entries(accuracy).map(([name, part]) => [name, [part]])),
          ).map((one) => ({ ...one, asked: { atLeast: 1 } })),
        },
      ],
      notes: [
        `Photos: ${photos.source}.`,
        ...(peer ? [] : ['No peer: ../shared/models/teachable-machine-export is not there.']),
      ],
    };
    const rows = [];
    for (const size of instantSizes) {
      const updates = await benchInstant(browser, origin, photos, size, rounds);
      rows.push({ what: `among ${size}`, unit: 'ms', ours: updates });
      say(`instant head among ${size}`);
    }
    return [taught, { title: 'Instant head, after the embedding of one more sample', rows }];
  },
};
