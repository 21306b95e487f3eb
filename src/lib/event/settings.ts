/** What an organiser has set up for a stand; kept on this device, read before the first frame. */
import { readPreference, writePreference } from '#lib/storage/preferences.ts';

export const eventDoors = ['see', 'read', 'teach', 'learn'] as const;
export type EventDoor = (typeof eventDoors)[number];

/** Where an organiser's project stood when the event began. */
export interface KeptProject {
  readonly id: string;
  /** Of its journal: the newest entry, and when that was written. */
  readonly done: number;
  readonly at: number;
}

export interface EventSettings {
  readonly on: boolean;
  readonly door: EventDoor;
  /** Seconds without a touch until the visit ends. */
  readonly idleSeconds: number;
  /** Hides the way to the other doors. */
  readonly lock: boolean;
  /** What a visitor made is erased when the visit ends. */
  readonly wipe: boolean;
  readonly saver: boolean;
  /** Live pictures a second; fewer on battery and in heat. */
  readonly maxFps: number;
  readonly fullScreen: boolean;
  /** Hash of the PIN and {@link since}; empty: none was set. */
  readonly pin: string;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly kept: readonly KeptProject[];
  /** Ids of the frames and of the runs of labs that were there: a clock may be set back, and a visitor may bring old runs. */
  readonly frames: readonly string[];
  readonly runs: readonly string[];
}

export const limits = {
  idleSeconds: { min: 20, max: 600, step: 10 },
  maxFps: { min: 2, max: 30, step: 1 },
} as const;

export const defaultEvent: EventSettings = {
  on: false,
  door: 'see',
  idleSeconds: 90,
  lock: true,
  wipe: true,
  saver: true,
  maxFps: 12,
  fullScreen: true,
  pin: '',
  since: 0,
  kept: [],
  frames: [],
  runs: [],
};

export const eventKey = 'event';

export const readEvent = (): EventSettings => readPreference(eventKey, parseEvent);
/** True when it will survive a reload. */
export const writeEvent = (settings: EventSettings): boolean => writePreference(eventKey, settings);

/** Valid settings from whatever was stored. */
export function parseEvent(stored: unknown): EventSettings {
  if (typeof stored !== 'object' || stored === null) return defaultEvent;
  const from = stored as Partial<Record<keyof EventSettings, unknown>>;
  const flag = (key: 'on' | 'lock' | 'wipe' | 'saver' | 'fullScreen') =>
    typeof from[key] === 'boolean' ? from[key] : defaultEvent[key];
  const ids = (key: 'frames' | 'runs') =>
    Array.isArray(from[key]) ? from[key].filter((id) => typeof id === 'string') : [];
  const within = (key: keyof typeof limits) => {
    const value = from[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) return defaultEvent[key];
    return Math.round(Math.min(limits[key].max, Math.max(limits[key].min, value)));
  };
  return {
    on: flag('on'),
    door: eventDoors.find((door) => door === from.door) ?? defaultEvent.door,
    idleSeconds: within('idleSeconds'),
    lock: flag('lock'),
    wipe: flag('wipe'),
    saver: flag('saver'),
    maxFps: within('maxFps'),
    fullScreen: flag('fullScreen'),
    pin: typeof from.pin === 'string' ? from.pin : '',
    since: typeof from.since === 'number' ? from.since : 0,
    kept: Array.isArray(from.kept) ? from.kept.filter(isKept) : [],
    frames: ids('frames'),
    runs: ids('runs'),
  };
}

function isKept(row: unknown): row is KeptProject {
  if (typeof row !== 'object' || row === null) return false;
  const { id, done, at } = row as Partial<Record<keyof KeptProject, unknown>>;
  return typeof id === 'string' && typeof done === 'number' && typeof at === 'number';
}
