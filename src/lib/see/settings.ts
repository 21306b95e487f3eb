/** What a visitor can adjust on See, its limits, and how a stored value is read back. */
export interface SeeSettings {
  /** How many labels are listed. */
  readonly topK: number;
  /** Scores under this are "not sure". */
  readonly threshold: number;
  /** Time constant of the smoothing; 0 is off. */
  readonly smoothingMs: number;
  readonly boxes: boolean;
}

export const defaultSettings: SeeSettings = {
  topK: 5,
  // From here on nine in ten are right, and five in six things without a label stay unsure.
  threshold: 0.5,
  smoothingMs: 400,
  boxes: true,
};

export const settingLimits = {
  topK: { min: 1, max: 9, step: 1 },
  threshold: { min: 0.05, max: 0.95, step: 0.05 },
  smoothingMs: { min: 0, max: 2000, step: 100 },
} as const;

/** Reads whatever was stored, perhaps by an older version: each value is valid or its default. */
export function parseSettings(stored: unknown): SeeSettings {
  const raw = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const from = raw as Partial<Record<keyof SeeSettings, unknown>>;
  return {
    topK: Math.round(numberWithin(from.topK, 'topK')),
    threshold: numberWithin(from.threshold, 'threshold'),
    smoothingMs: numberWithin(from.smoothingMs, 'smoothingMs'),
    boxes: typeof from.boxes === 'boolean' ? from.boxes : defaultSettings.boxes,
  };
}

function numberWithin(value: unknown, name: keyof typeof settingLimits): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return defaultSettings[name];
  const { min, max } = settingLimits[name];
  return Math.min(max, Math.max(min, value));
}
