/** What this machine reaches in plain loops of WebAssembly SIMD. Runs in the page. */
import { numbers } from '../../../src/lib/engine/repeatable-numbers.ts';

/** What assembly/limit.ts exports; addresses and strides in bytes. */
interface LimitModule {
  registers(rounds: number, by: number): number;
  stream(from: number, bytes: number): number;
  depthwise(side: number, channels: number, from: number, filter: number, to: number): void;
  product(
    ...operands: [
      ...[rows: number, panels: number, depth: number],
      ...[a: number, aRow: number, aStep: number, b: number],
      ...[start: number, startRow: number, c: number, cRow: number],
    ]
  ): void;
}

/** Thousand millions of multiply-adds a second; of bytes, of `stream`. */
export interface Rates {
  readonly registers: number;
  /** Every row with every column, as a 1×1 convolution has it. */
  readonly product: number;
  /** A row with every column: what a recurrent layer does at each step. */
  readonly oneRow: number;
  readonly depthwise: number;
  readonly stream: number;
}

const float = 4;
const panel = 16;
/** A place for each operand; the largest is read as a stream. */
const area = 1 << 20;
const streamBytes = 64 << 20;
const turns = 9;
const turnMs = 15;

/** @param base64 a build of the module */
export async function rates(base64: string): Promise<Rates> {
  const memory = new WebAssembly.Memory({ initial: (streamBytes + 4 * area) / 65_536 });
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const { instance } = await WebAssembly.instantiate(bytes, { env: { memory } });
  const run = instance.exports as unknown as LimitModule;
  const [a, b, c, long] = [area, 2 * area, 3 * area, 4 * area];
  new Float32Array(memory.buffer, area, (2 * area) / float).set(numbers((2 * area) / float, 5));
  new Float32Array(memory.buffer, long, streamBytes / float).fill(0.5);
  // Small enough for the second cache, large enough that edges do not count.
  const [rows, panels, depth] = [144, 9, 144];
  const [side, channels] = [26, 144];
  const [units, inputs] = [256, 128];
  const product = (height: number, wide: number, deep: number) =>
    run.product(height, wide, deep, a, deep * float, float, b, long, 0, c, wide * panel * float);
  const rounds = 100_000;
  return {
    registers: best(rounds * 8 * 4, () => run.registers(rounds, 0.5)),
    product: best(rows * panels * panel * depth, () => product(rows, panels, depth)),
    oneRow: best(units * inputs, () => product(1, units / panel, inputs)),
    depthwise: best((side - 2) ** 2 * channels * 9, () => run.depthwise(side, channels, a, b, c)),
    stream: best(streamBytes, () => run.stream(long, streamBytes)),
  };
}

/** The quickest of some turns, which is what the machine can do when nobody disturbs it. */
function best(amount: number, work: () => unknown): number {
  let most = 0;
  for (let turn = 0; turn <= turns; turn++) {
    const startedMs = performance.now();
    let runs = 0;
    let spentMs = 0;
    for (; spentMs < turnMs; spentMs = performance.now() - startedMs) {
      work();
      runs++;
    }
    // The first turn is compiled meanwhile.
    if (turn > 0) most = Math.max(most, (amount * runs) / spentMs / 1e6);
  }
  return most;
}
