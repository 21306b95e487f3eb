/** The axis of a chart of runs, in words. */
import { formatNumber } from '#lib/i18n/number.ts';
import { m } from '#paraglide/messages.js';
import { getLocale } from '#paraglide/runtime.js';
import type { AxisName } from './axis.ts';

const names: Readonly<Record<AxisName, () => string>> = {
  step: m.board_axis_step,
  relative: m.board_axis_relative,
  wall: m.board_axis_wall,
};

export const axisWords = (axis: AxisName): string => names[axis]();

export const axisFormat = (axis: AxisName): ((value: number) => string) =>
  axis === 'wall'
    ? (value) =>
        new Intl.DateTimeFormat(getLocale(), { timeStyle: 'medium' }).format(new Date(value))
    : (value) => formatNumber(value, axis === 'step' ? 0 : 1);
