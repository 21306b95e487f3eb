/** What a whole browser takes of the machine's memory while something goes on. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Watched<T> {
  readonly result: T;
  readonly seconds: number;
  /** Megabytes in memory of all its processes at their highest, beyond what they held before; undefined off Linux. */
  readonly peakMb: number | undefined;
}

const everyMs = 100;
const pageBytes = 4096;

/** @param profile the folder that this browser alone was started with */
export async function whileWatched<T>(
  profile: string,
  work: () => Promise<T>,
): Promise<Watched<T>> {
  const isMeasured = process.platform === 'linux';
  const held = () =>
    isMeasured ? processesOf(profile).reduce((sum, id) => sum + residentMb(id), 0) : 0;
  const before = held();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, held())), everyMs);
  const startedAt = performance.now();
  try {
    const result = await work();
    const seconds = (performance.now() - startedAt) / 1000;
    return { result, seconds, peakMb: isMeasured ? most - before : undefined };
  } finally {
    clearInterval(timer);
  }
}

const processesOf = (profile: string): string[] =>
  readdirSync('/proc').filter(
    (id) => /^\d+$/.test(id) && read(`/proc/${id}/cmdline`).includes(profile),
  );

function residentMb(id: string): number {
  const [, resident = '0'] = read(`/proc/${id}/statm`).split(' ');
  return (Number(resident) * pageBytes) / 1e6;
}

/** Nothing of a process that has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}
