/** Speeds that were measured on this device, kept for the next visit. */
import { backendNames, type BackendName } from '#lib/engine/backend.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import type { CatalogueEntry } from './entry.ts';

export interface Speed {
  /** Median of one picture, or of one text. */
  readonly ms: number;
  readonly backend: BackendName;
  /** Of the text that was read. */
  readonly tokens?: number;
}

const key = 'model-speeds';

export class Speeds {
  #measured = $state.raw(readPreference(key, parseSpeeds));
  #measuring = $state<string>();
  #failures = $state.raw<Readonly<Record<string, Failure>>>({});

  /** Id of the model that is being measured; one at a time, or they would slow each other. */
  get measuring(): string | undefined {
    return this.#measuring;
  }

  of(id: string): Speed | undefined {
    return this.#measured[id];
  }

  failureOf(id: string): Failure | undefined {
    return this.#failures[id];
  }

  async measure(entry: CatalogueEntry, pinned?: BackendName): Promise<void> {
    if (this.#measuring !== undefined) return;
    const { id } = entry;
    this.#measuring = id;
    this.#failures = without(this.#failures, id);
    try {
      const { measureSpeed } = await import('./measure.ts');
      const speed = await measureSpeed(entry, pinned);
      this.#measured = { ...this.#measured, [id]: speed };
      writePreference(key, this.#measured);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failures = { ...this.#failures, [id]: error.failure };
    } finally {
      this.#measuring = undefined;
    }
  }
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}

function parseSpeeds(stored: unknown): Readonly<Record<string, Speed>> {
  if (typeof stored !== 'object' || stored === null) return {};
  const speeds = Object.entries(stored as Record<string, Partial<Speed> | null>);
  return Object.fromEntries(
    speeds.filter(
      (entry): entry is [string, Speed] =>
        typeof entry[1]?.ms === 'number' && backendNames.some((name) => name === entry[1]?.backend),
    ),
  );
}
