/** Times of text inference, in milliseconds for one run. Contenders take turns, so that all meet the same machine. */
import {
  inputs,
  openAllLayers,
  openLayers,
  openOrt,
  openOurs,
  openPlain,
  textOf,
  units,
  type Contender,
} from './contenders.ts';

/** A machine that does something else now and then disturbs a median little, and the least not at all. */
export interface Time {
  readonly median: number;
  readonly least: number;
}
export type Times = Record<string, Time>;

/** Short turns and many: what else the machine does then hits few of them, and a median none. */
const turns = 61;
const turnMs = 0.2;
/** Who needs more than so long has had enough turns after fewer. */
const slowMs = 1000;
const fewTurns = 5;

export const inference = {
  /** One text of so many tokens, in all engines. */
  async whole(steps: number): Promise<Times> {
    const contenders = await everybody();
    const data = textOf(steps);
    await expectSame(contenders, data, steps);
    const times = await inTurns(
      contenders.map(({ name, run }) => [name, () => run(data, 1, steps)]),
    );
    return times;
  },

  /** The 101st character of a text: one step of ours, and all 101 of tf.layers. */
  async oneMore(steps: number): Promise<Times> {
    const { layer } = await openOurs();
    const state = { hidden: new Float32Array(units), carry: new Float32Array(units) };
    const token = textOf(1).subarray(0, inputs);
    const data = textOf(steps);
    const peers = await openAllLayers();
    return inTurns([
      ['Aprendiz, one step', () => layer.step(token, state, state)],
      ...peers.map(({ name, run }) => [name, () => run(data, 1, steps)] as const),
    ]);
  },

  /** Ours alone at every length; of the peers what is asked for. */
  async lengths(sizes: readonly number[]): Promise<Times[]> {
    const contenders = [await openOurs(), await openOrt(), await openLayers('wasm')];
    const rows: Times[] = [];
    for (const steps of sizes) {
      const data = textOf(steps);
      rows.push(
        await inTurns(contenders.map(({ name, run }) => [name, () => run(data, 1, steps)])),
      );
    }
    return rows;
  },

  /** So many texts of `steps` tokens, a batch at a time: all together, and its batches one by one. */
  async samples(
    counts: readonly number[],
    steps: number,
    batch: number,
  ): Promise<{ totalMs: number; batches: Time }[]> {
    const { layer } = await openOurs();
    const data = textOf(steps, batch);
    layer.forward({ data, batch, steps });
    return counts.map((count) => {
      const batchMs: number[] = [];
      const startedAt = performance.now();
      for (let first = 0; first < count; first += batch) {
        const batchAt = performance.now();
        const rows = Math.min(batch, count - first);
        layer.forward({ data: data.subarray(0, rows * steps * inputs), batch: rows, steps });
        if (rows === batch) batchMs.push(performance.now() - batchAt);
      }
      return { totalMs: performance.now() - startedAt, batches: timeOf(batchMs) };
    });
  },
};

const everybody = async (): Promise<Contender[]> => [
  await openOurs('simd'),
  await openOurs('relaxed'),
  await openOrt(),
  openPlain(),
  ...(await openAllLayers()),
];

/** A figure of wrong answers is worth nothing. */
async function expectSame(contenders: Contender[], data: Float32Array, steps: number) {
  let expected: Float32Array | undefined;
  for (const { name, run } of contenders) {
    const hidden = await run(data, 1, steps);
    expected ??= hidden;
    const worst = Math.max(...expected.map((value, at) => Math.abs(value - hidden[at]!)));
    if (!(worst < 1e-4)) throw new Error(`${name} answers otherwise, by ${worst}`);
  }
}

type Timed = readonly [name: string, run: () => unknown];

async function inTurns(contenders: readonly Timed[]): Promise<Times> {
  const times = new Map<string, number[]>();
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, run] of contenders) {
      const before = times.get(name) ?? [];
      if (before.length >= fewTurns && before.length * before[0]! > slowMs) continue;
      const ms = await timeOne(run);
      // The first turn warms up.
      if (turn > 0) times.set(name, [...before, ms]);
    }
  }
  return Object.fromEntries([...times].map(([name, values]) => [name, timeOf(values)]));
}

async function timeOne(run: () => unknown): Promise<number> {
  const startedAt = performance.now();
  let runs = 0;
  for (;;) {
    const answer = run();
    // Who answers at once is not made to wait.
    if (answer instanceof Promise) await answer;
    runs++;
    const spentMs = performance.now() - startedAt;
    if (spentMs >= turnMs) return spentMs / runs;
  }
}

function timeOf(values: readonly number[]): Time {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1]!, least: sorted[0]! };
}
