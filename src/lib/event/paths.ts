/** Where a stand may go. */
import { resolve } from '$app/paths';
import type { EventDoor } from './settings.ts';

export const standPath = (): string => resolve('/event/stand');
export const consolePath = (): string => resolve('/event');
const doorPath = (door: EventDoor): string => resolve(`/${door}`);

/** Whether a visitor who is held to one door may be at an address. */
export function isOpenTo(door: EventDoor, pathname: string): boolean {
  const plain = pathname.replace(/(.)\/$/, '$1');
  const own = doorPath(door);
  return [own, standPath(), consolePath()].includes(plain) || plain.startsWith(`${own}/`);
}
