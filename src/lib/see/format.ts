/** Numbers in the visitor's language. */
import { getLocale } from '#paraglide/runtime.js';

const formats = new Map<string, Intl.NumberFormat>();

function format(value: number, name: string, options: Intl.NumberFormatOptions): string {
  const key = `${getLocale()} ${name}`;
  let numbers = formats.get(key);
  if (!numbers) formats.set(key, (numbers = new Intl.NumberFormat(getLocale(), options)));
  return numbers.format(value);
}

/** 0.934 → "93%", 0.004 → "<1%" */
export const formatPercent = (share: number): string =>
  share > 0 && share < 0.005
    ? `<${format(0.01, 'percent', { style: 'percent' })}`
    : format(share, 'percent', { style: 'percent', maximumFractionDigits: 0 });

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
