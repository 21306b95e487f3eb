/** Runs cases, each from its own number, so that one can be done again alone; judges what became of them. */
import { failureCodes, FailureError, type FailureCode } from '../../src/lib/failure/failure.ts';
import { Random } from '../../src/lib/maths/random.ts';
import { words } from '../e2e/support/words.ts';
import type { Target } from './target.ts';

export interface FuzzFinding {
  readonly case: number;
  readonly target: string;
  readonly what: string;
}

export interface FuzzReport {
  readonly cases: number;
  readonly findings: readonly FuzzFinding[];
  /** How often each target came to each end: `accepted`, `passed-over` or a code. */
  readonly ends: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The case that took longest. */
  readonly slowest: { readonly case: number; readonly target: string; readonly ms: number };
}

export interface FuzzOptions {
  readonly targets: readonly Target[];
  readonly seed: number;
  readonly from?: number;
  /** Exclusive. */
  readonly to: number;
  /** Processor time after which a case counts as one that hangs. */
  readonly limitMs?: number;
  readonly onCase?: (number: number, target: string) => void;
  readonly onFinding?: (finding: FuzzFinding) => void;
}

/** A pause for whatever a case left to be done later, at least. */
const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

export async function fuzz({
  targets,
  seed,
  from = 0,
  to,
  limitMs = 20_000,
  onCase = () => {},
  onFinding = () => {},
}: FuzzOptions): Promise<FuzzReport> {
  const findings: FuzzFinding[] = [];
  const ends = new Map<string, Map<string, number>>();
  let slowest = { case: 0, target: '', ms: 0 };
  const stray: unknown[] = [];
  const hear = (error: unknown) => void stray.push(error);
  process.on('unhandledRejection', hear);
  process.on('uncaughtException', hear);
  const prepared = new Set<Target>();
  try {
    for (let number = from; number < to; number++) {
      const random = new Random(seed * 2 ** 32 + number);
      const target = chosen(targets, random);
      if (!prepared.has(target)) await target.prepare();
      prepared.add(target);
      onCase(number, target.name);
      const find = (what: string) => {
        const finding = { case: number, target: target.name, what };
        findings.push(finding);
        onFinding(finding);
      };
      const before = process.cpuUsage();
      const end = await endOf(target, random, find);
      await soon();
      const { user, system } = process.cpuUsage(before);
      const ms = (user + system) / 1000;
      if (ms > slowest.ms) slowest = { case: number, target: target.name, ms };
      if (ms > limitMs) find(`took ${(ms / 1000).toFixed(1)} s of the processor`);
      for (const error of stray.splice(0)) find(`unheard: ${described(error)}`);
      if (end) {
        const counts = ends.get(target.name) ?? new Map<string, number>();
        counts.set(end, (counts.get(end) ?? 0) + 1);
        ends.set(target.name, counts);
      }
      await target.reset?.();
    }
  } finally {
    for (const { finish } of prepared) await finish?.();
    process.off('unhandledRejection', hear);
    process.off('uncaughtException', hear);
  }
  return { cases: to - from, findings, ends, slowest };
}

async function endOf(
  target: Target,
  random: Random,
  find: (what: string) => void,
): Promise<string | undefined> {
  try {
    return (await target.run(random)).kind;
  } catch (error) {
    if (!(error instanceof FailureError)) {
      find(described(error));
      return undefined;
    }
    const { code } = error.failure;
    if (!hasWords(code)) find(`no words for ${code}`);
    try {
      await target.leftNothing?.();
    } catch (left) {
      find(`${code}, and ${described(left)}`);
    }
    return code;
  }
}

function chosen(targets: readonly Target[], random: Random): Target {
  let left = random.next() * targets.reduce((sum, { weight }) => sum + weight, 0);
  return targets.find(({ weight }) => (left -= weight) < 0) ?? targets.at(-1)!;
}

const described = (error: unknown): string =>
  error instanceof Error
    ? (error.stack ?? error.message).split('\n').slice(0, 6).join('\n')
    : String(error);

const failure = { en: words('failure', 'en'), 'pt-BR': words('failure', 'pt-BR') };

function hasWords(code: FailureCode): boolean {
  const key = `failure_${code.replaceAll('-', '_')}`;
  const isKnown = failureCodes.includes(code);
  return isKnown && Object.values(failure).every((all) => all[key] && all[`${key}_next`]);
}
