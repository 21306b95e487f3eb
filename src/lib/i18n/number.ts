/** Numbers that a lab computes; apart from `format.ts`, so that pages without labs do not carry it. */
import { format } from './format.ts';

/** A number of a lab, `digits` after the point at most: −0.5, 3, 1.2e−7 where it is tiny or huge. */
export function formatNumber(value: number, digits = 3): string {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  // −0 reads as a mistake.
  if (size === 0) return '0';
  const plain = size < 1e6 && size >= 10 ** -digits / 2;
  return format(value, `number ${digits} ${plain}`, {
    ...(plain
      ? { maximumFractionDigits: digits }
      : { notation: 'scientific', maximumSignificantDigits: 2 }),
    useGrouping: false,
  }).replace('-', '−');
}
