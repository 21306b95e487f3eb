/** What happened at a stand, in numbers by day, on this device and nowhere else. */
import { readPreference, writePreference } from '#lib/storage/preferences.ts';

export const countNames = ['visits', 'labels', 'classes', 'trainings'] as const;
export type CountName = (typeof countNames)[number];
export type Counts = Readonly<Record<CountName, number>>;
/** By day, as YYYY-MM-DD where the device is. */
export type CountsByDay = Readonly<Record<string, Counts>>;

export const countersKey = 'event-counters';
export const noCounts: Counts = { visits: 0, labels: 0, classes: 0, trainings: 0 };

export const readCounters = (): CountsByDay => readPreference(countersKey, parseCounters);

/** Adds to today's counts. */
export function count(more: Partial<Counts>, now = new Date()): CountsByDay {
  const all = readCounters();
  const day = dayOf(now);
  const before = all[day] ?? noCounts;
  const after = { ...before };
  for (const name of countNames) after[name] += more[name] ?? 0;
  const next = { ...all, [day]: after };
  writePreference(countersKey, next);
  return next;
}

export function resetCounters(): CountsByDay {
  writePreference(countersKey, {});
  return {};
}

export const totalOf = (all: CountsByDay): Counts =>
  Object.values(all).reduce(
    (sum, day) => Object.fromEntries(countNames.map((n) => [n, sum[n] + day[n]])) as typeof sum,
    noCounts,
  );

/** One line a day, oldest first. */
export const countersCsv = (all: CountsByDay): string =>
  [
    ['day', ...countNames],
    ...Object.keys(all)
      .sort()
      .map((day) => [day, ...countNames.map((name) => all[day]![name])]),
  ]
    .map((cells) => cells.join(','))
    .join('\r\n') + '\r\n';

export function parseCounters(stored: unknown): CountsByDay {
  if (typeof stored !== 'object' || stored === null) return {};
  const days = Object.entries(stored as Record<string, unknown>).flatMap(([day, counts]) => {
    if (!/^\d{4}-\d\d-\d\d$/.test(day) || typeof counts !== 'object' || counts === null) return [];
    const from = counts as Partial<Record<CountName, unknown>>;
    const whole = (value: unknown) =>
      typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : 0;
    const read = Object.fromEntries(countNames.map((name) => [name, whole(from[name])]));
    return [[day, read as Counts] as const];
  });
  return Object.fromEntries(days);
}

function dayOf(now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
