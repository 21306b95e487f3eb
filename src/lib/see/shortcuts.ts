/** Which key does what on See. The help panel and the handler read the same table. */
export type ShortcutAction =
  'freeze' | 'boxes' | 'why' | 'mirror' | 'switch-camera' | 'event-view' | 'help' | 'back';

export type Shortcut = { action: ShortcutAction } | { action: 'explain'; rank: number };

export const shortcutKeys: readonly {
  readonly keys: readonly string[];
  readonly action: ShortcutAction;
}[] = [
  { keys: [' '], action: 'freeze' },
  { keys: ['b'], action: 'boxes' },
  { keys: ['w', 'h'], action: 'why' },
  { keys: ['m'], action: 'mirror' },
  { keys: ['c'], action: 'switch-camera' },
  { keys: ['f'], action: 'event-view' },
  { keys: ['?'], action: 'help' },
  { keys: ['Escape'], action: 'back' },
];

/** As much of a keyboard event as the decision needs. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly repeat: boolean;
  readonly defaultPrevented: boolean;
}

/** The action for a key, or undefined when the key belongs to someone else. */
export function shortcutFor(press: KeyPress): Shortcut | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined;
  if (press.repeat || press.defaultPrevented) return undefined;
  if (/^[1-9]$/.test(press.key)) return { action: 'explain', rank: Number(press.key) };
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const found = shortcutKeys.find((entry) => entry.keys.includes(key));
  return found && { action: found.action };
}

/** Elements that use keys themselves: typing there, or pressing Space on a button, is no shortcut. */
export function usesKey(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('select, textarea')) return true;
  if (target instanceof HTMLInputElement) {
    return target.type !== 'checkbox' || key === ' ';
  }
  return key === ' ' && target.closest('button, a, summary, [role=button], [role=slider]') !== null;
}
