/** Numbers in the visitor's language. */
import { getLocale } from '#paraglide/runtime.js';

const formats = new Map<string, Intl.NumberFormat>();

export function format(value: number, name: string, options: Intl.NumberFormatOptions): string {
  const key = `${getLocale()} ${name}`;
  let numbers = formats.get(key);
  if (!numbers) formats.set(key, (numbers = new Intl.NumberFormat(getLocale(), options)));
  return numbers.format(value);
}

/** 0.934 → "93%", 0.004 → "<1%"; a dash for what is not known yet. */
export function formatPercent(share: number): string {
  if (Number.isNaN(share)) return '–';
  return share > 0 && share < 0.005
    ? `<${format(0.01, 'percent', { style: 'percent' })}`
    : format(share, 'percent', { style: 'percent', maximumFractionDigits: 0 });
}

/** 41.6 → "42 ms" */
export const formatMs = (ms: number): string =>
  format(Math.round(ms), 'ms', { style: 'unit', unit: 'millisecond' });

/** Bytes → "5.2 MB" */
export const formatMegabytes = (bytes: number): string =>
  format(bytes / 1e6, 'megabytes', {
    style: 'unit',
    unit: 'megabyte',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });

/** Two digits that matter: 0.21, 4.6, 28 */
export const formatRate = (rate: number): string =>
  rate < 9.95
    ? format(rate, 'rate', { maximumSignificantDigits: 2 })
    : format(rate, 'count', { maximumFractionDigits: 0 });

export const formatCount = (count: number): string =>
  format(count, 'count', { maximumFractionDigits: 0 });

/** 400 → "0.4" */
export const formatSeconds = (ms: number): string =>
  format(ms / 1000, 'seconds', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** Bytes → "812 kB", "5.2 MB", "1.4 GB" */
export function formatBytes(bytes: number): string {
  if (bytes >= 1e9) return inUnit(bytes / 1e9, 'gigabyte');
  if (bytes >= 1e6) return inUnit(bytes / 1e6, 'megabyte');
  return inUnit(bytes / 1e3, 'kilobyte');
}

const inUnit = (value: number, unit: 'kilobyte' | 'megabyte' | 'gigabyte'): string =>
  format(value, unit, {
    style: 'unit',
    unit,
    maximumFractionDigits: unit === 'kilobyte' ? 0 : 1,
  });

/** A moment → "14:05", "3 Aug", "3 Aug 2025" */
export function formatMoment(at: number, now = Date.now()): string {
  const then = new Date(at);
  const today = new Date(now);
  const options: Intl.DateTimeFormatOptions =
    then.toDateString() === today.toDateString()
      ? { timeStyle: 'short' }
      : {
          day: 'numeric',
          month: 'short',
          ...(then.getFullYear() !== today.getFullYear() && { year: 'numeric' }),
        };
  return new Intl.DateTimeFormat(getLocale(), options).format(then);
}
