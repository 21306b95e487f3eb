/**
 * Live: from the camera to the label on the page, with one model of Teachable Machine in our app (brought by its buttons)
 * and in the page that Teachable Machine exports, before a camera whose picture changes.
 */
import { chromium, type Browser } from '@playwright/test';
import { ensureChromium } from '../../../scripts/find-chromium.mjs';
import { cameraFileArgs } from '../../e2e/support/camera-file.ts';
import { measured } from '../measure.ts';
import { exportedModel, noExportedModel, serveTeachable } from '../peers/teachable-page.ts';
import type { Beside, Row, Section, Table } from '../section.ts';
import { changeEveryMs, changingCamera } from './camera.ts';
import { onlyCamera, ours, teachable, type Contender } from './contenders.ts';
import {
  busyMs,
  doubleLoad,
  longestAtStart,
  longestTasks,
  type LongestTasks,
} from './processor-time.ts';
import type { Watched } from './watch-page.ts';

/** Four changes of the picture, or five. */
const watchMs = 5 * changeEveryMs;
const traceMs = 5_000;
/** Loaded, compiled, and nothing of the start going on. */
const settleMs = 4_000;
/** In the half minute after a start V8 looks through all memory, twice; that is no part of an answer. */
const collectedMs = 40_000;

interface Live {
  /** From another picture to another label: the median, and the slowest. */
  readonly changeMs: number;
  readonly slowestChangeMs: number;
  /** From a frame to its own label, median. */
  readonly frameMs: number;
  /** From label to label, median. */
  readonly nextMs: number;
  readonly slowestInferenceMs: number;
  /** NaN under double load. */
  readonly tasks: Tasks;
  /** Processor time of all processes for an answer, beyond that of showing the camera. */
  readonly busyMs: number;
  readonly answersPerSecond: number;
  readonly drawnPerSecond: number;
}

interface Tasks extends LongestTasks {
  /** Up to the first answer, by the clock. */
  readonly startMs: number;
}

export const live: Section = {
  name: 'live',
  async run({ app, peers, rounds, say }) {
    const model = exportedModel();
    if (model === undefined) {
      return [{ title: 'Live', rows: [], notes: [noExportedModel.replace('peer', 'model')] }];
    }
    const origin = await app();
    const peer = await serveTeachable(await peers(), model);
    const browser = await chromium.launch({
      executablePath: await ensureChromium(),
      args: cameraFileArgs(await changingCamera()),
    });
    const wasm = ours(origin, model, 'wasm');
    const quietly = [wasm, ours(origin, model, 'webgl'), ...teachable(peer.origin)];
    const loads = [
      ['as it is', quietly],
      ['with every core taken by somebody else', [wasm, ...teachable(peer.origin)]],
    ] as const;
    const tables: Table[] = [];
    try {
      const idle = await showingOnly(browser);
      for (const [load, contenders] of loads) {
        const found = new Map<string, Live[]>();
        for (let round = 0; round < rounds; round++) {
          for (const contender of contenders) {
            const one = await measure(
              browser,
              contender,
              load === 'as it is' ? idle.share : undefined,
            );
            found.set(contender.who, [...(found.get(contender.who) ?? []), one]);
            say(`${load}: ${contender.who}: ${one.changeMs.toFixed(0)} ms from change to label`);
          }
        }
        tables.push(load === 'as it is' ? quiet(found, idle.tasks) : loaded(found));
      }
    } finally {
      await browser.close();
      peer.close();
    }
    return tables;
  },
};

/** @param idle busy milliseconds a millisecond of only showing the camera; undefined: under double load, and untraced. */
async function measure(browser: Browser, { open }: Contender, idle?: number): Promise<Live> {
  const { watched, busy } = await watchedPage(browser, open, idle === undefined);
  const tasks = idle === undefined ? undefined : await unwatchedTasks(browser, open);
  return summary(watched, busy - (idle ?? 0) * watched.sinceMs, tasks);
}

async function watchedPage(
  browser: Browser,
  open: Contender['open'],
  loaded: boolean,
): Promise<{ readonly watched: Watched; readonly busy: number }> {
  const page = await open(browser, true);
  const release = loaded ? doubleLoad() : () => {};
  try {
    await page.waitForTimeout(settleMs);
    const take = () => page.evaluate<Watched>('takeWatched()');
    await take();
    const busyBefore = await busyMs(browser);
    await page.waitForTimeout(watchMs);
    const busy = (await busyMs(browser)) - busyBefore;
    return { watched: await take(), busy };
  } finally {
    release();
    await page.context().close();
  }
}

/** Of a page that nobody watches: what watches doubles the work of a light page. */
async function unwatchedTasks(browser: Browser, open: Contender['open']): Promise<Tasks> {
  const page = await open(browser, false);
  const startMs = await longestAtStart(page);
  await page.waitForTimeout(collectedMs);
  const tasks = await longestTasks(browser, page, traceMs);
  await page.context().close();
  return { ...tasks, startMs };
}

function summary(
  { changes, labels, answers, inferences, drawn, sinceMs }: Watched,
  busy: number,
  tasks: Tasks = { busyMs: NaN, clockMs: NaN, startMs: NaN },
): Live {
  // The first label after each change, as long as it came before the next one.
  const delays = changes.flatMap((change, n) => {
    const until = changes[n + 1] ?? Infinity;
    const label = labels.find(({ at }) => at > change && at < until);
    return label ? [label.at - change] : [];
  });
  const between = answers.slice(1).map(({ at }, n) => at - answers[n]!.at);
  const { median: changeMs, most: slowestChangeMs } = measured(delays);
  return {
    changeMs,
    slowestChangeMs,
    frameMs: measured(answers.map(({ tookMs }) => tookMs)).median,
    nextMs: measured(between).median,
    slowestInferenceMs: measured(inferences).most,
    tasks,
    busyMs: busy / answers.length,
    answersPerSecond: (1000 * answers.length) / sinceMs,
    drawnPerSecond: (1000 * drawn) / sinceMs,
  };
}

interface Idle {
  /** Busy milliseconds a millisecond. */
  readonly share: number;
  readonly tasks: Tasks;
}

/** What it costs to show the camera and do nothing with it: nobody can be below. */
async function showingOnly(browser: Browser): Promise<Idle> {
  const page = await onlyCamera.open(browser, true);
  await page.waitForTimeout(settleMs);
  const before = await busyMs(browser);
  await page.waitForTimeout(watchMs);
  const share = ((await busyMs(browser)) - before) / watchMs;
  await page.context().close();
  return { share, tasks: await unwatchedTasks(browser, onlyCamera.open) };
}

function row(
  found: ReadonlyMap<string, readonly Live[]>,
  what: string,
  unit: string,
  of: (live: Live) => number,
  asked?: Beside['asked'],
): Row {
  const [[, own = []] = [], ...others] = [...found];
  return {
    what,
    unit,
    ours: own.map(of),
    beside: others.map(([who, all]) => ({
      who,
      values: all.map(of),
      // Of peers only: our other backends stand beside to be seen.
      ...(asked && who.startsWith('@') && { asked }),
    })),
  };
}

const notes = [
  'One model of Teachable Machine (MobileNet v2 0.35 at 224 px), ours on wasm; a camera of 640 × 480 at 30 Hz.',
  'webgl is drawn by the processor here (no GPU); webgpu, drawn by it too, takes seconds a frame and is left out.',
  'Not beside: ml5, which opens such a model with the layers of TensorFlow.js too (it is in the section teach).',
  'Frame to label: ours counts from the camera, theirs from when their page takes the picture out of its video.',
];

const quiet = (found: ReadonlyMap<string, readonly Live[]>, only: LongestTasks): Table => ({
  title: 'The machine as it is',
  rows: [
    row(found, 'another picture before the camera → another label', 'ms', (l) => l.changeMs, {
      atMost: 0.5,
    }),
    row(found, 'the slowest of these', 'ms', (l) => l.slowestChangeMs),
    row(found, 'a frame → its label', 'ms', (l) => l.frameMs, { atMost: 0.5 }),
    row(found, 'label → next label', 'ms', (l) => l.nextMs),
    row(found, 'longest task up to the first answer, by the clock', 'ms', (l) => l.tasks.startMs, {
      atMost: 0.1,
    }),
    row(found, 'longest task while it answers, by the clock', 'ms', (l) => l.tasks.clockMs, {
      atMost: 0.1,
    }),
    row(found, 'longest task while it answers, processor time', 'ms', (l) => l.tasks.busyMs, {
      atMost: 0.1,
    }),
    row(found, 'processor time of an answer, all processes', 'ms', (l) => l.busyMs),
    row(found, 'answers', 'a second', (l) => l.answersPerSecond),
    row(found, 'frames that the page draws', 'a second', (l) => l.drawnPerSecond),
  ],
  notes: [
    ...notes,
    'Longest task up to the first answer: Chromium counts those of 50 ms and more; 50 where there is none.',
    `Longest task of a page that only shows the camera: ${only.clockMs.toFixed(1)} ms by the clock, ${only.busyMs.toFixed(1)} of the processor.`,
  ],
});

const loaded = (found: ReadonlyMap<string, readonly Live[]>): Table => {
  const [own = []] = [...found.values()];
  return {
    title: 'Every core taken by somebody else as well',
    rows: [
      row(found, 'another picture before the camera → another label', 'ms', (l) => l.changeMs, {
        atMost: 0.5,
      }),
      {
        what: 'the oldest answer: the slowest of these',
        unit: 'ms',
        ours: own.map((l) => l.slowestChangeMs),
        beside: [
          {
            who: 'two of its own inferences',
            values: own.map((l) => 2 * l.slowestInferenceMs),
            asked: { atMost: 1 },
          },
        ],
      },
      row(found, 'a frame → its label', 'ms', (l) => l.frameMs),
      row(found, 'frames that the page draws', 'a second', (l) => l.drawnPerSecond),
    ],
  };
};
