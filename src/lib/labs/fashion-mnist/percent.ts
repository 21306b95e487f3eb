import { formatNumber } from '#lib/i18n/number.ts';

/** 0.8843 → "88.4%": a tenth of a point is what runs differ by. */
export const percent = (share: number | undefined): string =>
  share === undefined ? '–' : `${formatNumber(100 * share, 1)}%`;
