/** The organiser's PIN. */
import { sha256 } from '#lib/cache/sha256.ts';
import type { EventSettings } from './settings.ts';

/** Four to eight digits. */
export const isPin = (pin: string): boolean => /^\d{4,8}$/.test(pin);

/** Not a secret worth the name: it keeps curious fingers out, and the page says so. */
export const hashPin = (pin: string, since: number): Promise<string> =>
  sha256(new TextEncoder().encode(`${since} ${pin}`).buffer as ArrayBuffer);

export const pinMatches = async (
  pin: string,
  { pin: expected, since }: Pick<EventSettings, 'pin' | 'since'>,
): Promise<boolean> => expected === '' || (await hashPin(pin, since)) === expected;
