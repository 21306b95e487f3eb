/**
 * Start: from an empty profile to the first label of See, and again once everything is on the device; beside the page
 * that Teachable Machine exports, over the same line: this machine's own, and one of 10 megabits a second.
 */
import type { Browser } from '@playwright/test';
import {
  exportedModel,
  noExportedModel,
  serveTeachable,
  teachableBackends,
  teachableLabel,
} from '../peers/teachable-page.ts';
import type { Beside, Section, Table } from '../section.ts';
import { bytesByKind, openLine, type Line, type Passed } from './line.ts';
import { memoryLines } from './memory.ts';
import { untilKept, visit } from './visit.ts';

const seeLabel = '[data-testid=predictions] > [data-score]';
const lines = [
  ['this machine', Infinity],
  ['10 Mb/s', 10e6],
] as const;

interface Start {
  readonly firstMs: number;
  readonly secondMs: number;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly labelledAt: number;
  /** By the first visit, up to when nothing more came. */
  readonly passed: readonly Passed[];
}

export const start: Section = {
  name: 'start',
  async run({ app, browser, peers, rounds, say }) {
    const origin = await app();
    const model = exportedModel();
    const peer = model === undefined ? undefined : await serveTeachable(await peers(), model);
    const tables: Table[] = [];
    for (const [name, bitsPerSecond] of lines) {
      const ourLine = await openLine(origin, bitsPerSecond);
      const peerLine = peer ? await openLine(peer.origin, bitsPerSecond) : undefined;
      const ours: Start[] = [];
      const theirs = new Map<string, Start[]>();
      for (let round = 0; round < rounds; round++) {
        ours.push(await startTwice(browser, ourLine, '/see', seeLabel, true));
        for (const backend of peerLine ? teachableBackends : []) {
          const path = `/?backend=${backend}`;
          const starts = theirs.get(backend) ?? [];
          starts.push(await startTwice(browser, peerLine!, path, teachableLabel, false));
          theirs.set(backend, starts);
        }
        say(
          `${name}: ${[ours, ...theirs.values()].map((all) => toSeconds(all.at(-1)!)).join(', ')}`,
        );
      }
      ourLine.close();
      peerLine?.close();
      tables.push(tableOf(name, ours, theirs, peer ? [] : [noExportedModel]));
    }
    peer?.close();
    const memory = await memoryLines(`${origin}/see`, seeLabel);
    tables.push({ title: 'Memory at the second start', rows: [], notes: memory });
    return tables;
  },
};

async function startTwice(
  browser: Browser,
  line: Line,
  path: string,
  label: string,
  keeps: boolean,
): Promise<Start> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  try {
    line.take();
    const first = await visit(context, `${line.origin}${path}`, label);
    if (keeps) await untilKept(first.page);
    await first.page.close();
    const passed = line.take();
    const second = await visit(context, `${line.origin}${path}`, label);
    return {
      firstMs: first.firstLabelMs,
      secondMs: second.firstLabelMs,
      openedAt: first.labelledAt - first.firstLabelMs,
      labelledAt: first.labelledAt,
      passed,
    };
  } finally {
    await context.close();
  }
}

function tableOf(
  name: string,
  ours: readonly Start[],
  theirs: ReadonlyMap<string, readonly Start[]>,
  notes: readonly string[],
): Table {
  const beside = (of: (start: Start) => number, asked?: Beside['asked']): Beside[] =>
    [...theirs].map(([backend, starts]) => ({
      who: `@teachablemachine/image on ${backend}`,
      values: starts.map(of),
      ...(asked && { asked }),
    }));
  const first = ({ firstMs }: Start) => firstMs;
  const second = ({ secondMs }: Start) => secondMs;
  const before = ({ passed, labelledAt }: Start) => sumOf(bytesByKind(passed, labelledAt)) / 1000;
  // On this machine's own network nobody waits for bytes, so nothing is asked of it.
  const slow = name !== 'this machine';
  const theirOne = [...theirs.values()][0]?.at(-1);
  return {
    title: `From the address to the first label, over ${name}`,
    rows: [
      {
        what: 'first visit, empty profile',
        unit: 'ms',
        ours: ours.map(first),
        beside: beside(first, slow ? { atMost: 0.5 } : undefined),
      },
      {
        what: 'second visit',
        unit: 'ms',
        ours: ours.map(second),
        beside: [
          { who: 'our first visit', values: ours.map(first), asked: { atMost: 0.6 } },
          ...beside(second),
        ],
      },
      {
        what: 'over the line before the first label',
        unit: 'kB',
        ours: ours.map(before),
        beside: beside(before),
      },
    ],
    notes: [
      ...notes,
      ...byKind('ours', ours.at(-1)!),
      ...(theirOne ? byKind('theirs', theirOne) : []),
      ...waterfall(ours.at(-1)!),
    ],
  };
}

function byKind(who: string, { passed, labelledAt }: Start): string[] {
  const words = (sums: ReadonlyMap<string, number>) =>
    [...sums]
      .sort(([, a], [, b]) => b - a)
      .map(([kind, bytes]) => `${kind} ${toKilobytes(bytes)}`)
      .join(', ');
  return [
    `kB before the first label, ${who}: ${words(bytesByKind(passed, labelledAt))}`,
    `kB in all, ${who}: ${words(bytesByKind(passed))}`,
  ];
}

/** What made up the line's time before the first label, in the order in which it was asked for. */
function waterfall({ passed, openedAt, labelledAt }: Start): string[] {
  const leastBytes = 5_000;
  const rows = passed
    .filter(({ askedAt }) => askedAt < labelledAt)
    .map(({ path, askedAt, pieces }) => ({
      path,
      askedMs: askedAt - openedAt,
      endedMs: (pieces.at(-1)?.at ?? NaN) - openedAt,
      bytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
    }));
  const large = rows.filter(({ bytes }) => bytes >= leastBytes);
  return [
    `Asked for before the first label: ${rows.length} files; those of 5 kB and more (asked, ended, kB):`,
    ...large.map(
      ({ path, askedMs, endedMs, bytes }) =>
        `  ${askedMs.toFixed(0).padStart(6)} ${endedMs.toFixed(0).padStart(6)} ${toKilobytes(bytes).padStart(8)}  ${path}`,
    ),
  ];
}

const sumOf = (sums: ReadonlyMap<string, number>): number =>
  [...sums.values()].reduce((all, bytes) => all + bytes, 0);

const toKilobytes = (bytes: number): string => (bytes / 1000).toFixed(1);

const toSeconds = ({ firstMs, secondMs }: Start): string =>
  `${(firstMs / 1000).toFixed(1)} / ${(secondMs / 1000).toFixed(1)} s`;
