/**
 * Whether "works offline" has been proved on this device: for which version, for which doors, when, and what stood in
 * the way. Light enough for every page; the proof itself (`event/proof/`) comes when it is run.
 */
import type { Failure } from '#lib/failure/failure.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import { offline } from './offline.svelte.ts';

export const proofDoors = ['see', 'read', 'teach'] as const;
export type ProofDoor = (typeof proofDoors)[number];

/** What stands in the way of flight mode. */
export type Obstacle =
  /** This page is not served by the service worker (yet), so the network cannot be refused to it. */
  | { readonly kind: 'uncontrolled' }
  | { readonly kind: 'file'; readonly url: string; readonly state: 'missing' | 'broken' }
  | {
      readonly kind: 'model';
      readonly id: string;
      readonly bytes: number;
      readonly state: 'missing' | 'broken';
    }
  /** It was tried with the network refused and did not do what it should. */
  | { readonly kind: 'door'; readonly door: ProofDoor; readonly failure?: Failure }
  /** Something was asked of the network meanwhile. */
  | { readonly kind: 'refused'; readonly url: string };

export interface Proof {
  readonly ready: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** See KeptFiles in messages.ts. */
  readonly version: string;
  readonly doors: readonly ProofDoor[];
  readonly obstacles: readonly Obstacle[];
}

export type ProofStage =
  | { readonly kind: 'files'; readonly done: number; readonly total: number }
  | { readonly kind: 'door'; readonly door: ProofDoor };

/** The code that proves, imported when it is needed. */
export type LoadProver = () => Promise<{
  proveOffline(
    doors: readonly ProofDoor[],
    onStage: (stage: ProofStage) => void,
  ): Promise<Omit<Proof, 'at'>>;
}>;

const proofKey = 'offline-proof';
const doorsKey = 'offline-doors';

class ProofState {
  #last = $state.raw(readPreference(proofKey, parseProof));
  #doors = $state.raw(readPreference(doorsKey, parseDoors));
  #stage = $state.raw<ProofStage>();
  /** One proof a page unless somebody asks for more. */
  #tried = false;

  #holds = $derived.by(() => {
    const { version } = offline.readiness ?? {};
    return (
      this.#last?.version === version && this.#doors.every((d) => this.#last?.doors.includes(d))
    );
  });

  /** The newest proof, whatever it was of. */
  get last(): Proof | undefined {
    return this.#last;
  }

  /** Which doors shall work in flight mode. */
  get doors(): readonly ProofDoor[] {
    return this.#doors;
  }

  /** What is being looked at now; undefined: no proof runs. */
  get stage(): ProofStage | undefined {
    return this.#stage;
  }

  /** Flight mode changes nothing for the chosen doors: everything is here, and it was seen working. */
  get ready(): boolean {
    return offline.status === 'ready' && this.#holds && this.#last?.ready === true;
  }

  /** Everything seems to be here, and nobody has looked yet. */
  get due(): boolean {
    const done = this.#tried || (this.#holds && this.#last?.ready === true);
    return offline.status === 'ready' && !done && this.#stage === undefined;
  }

  choose(doors: readonly ProofDoor[]): void {
    this.#doors = proofDoors.filter((door) => doors.includes(door));
    writePreference(doorsKey, this.#doors);
  }

  /** Proves it now; one proof at a time. */
  async run(load: LoadProver): Promise<void> {
    if (this.#stage) return;
    this.#tried = true;
    this.#stage = { kind: 'files', done: 0, total: 0 };
    try {
      const { proveOffline } = await load();
      const found = await proveOffline(this.#doors, (stage) => (this.#stage = stage));
      this.#last = { ...found, at: Date.now() };
      writePreference(proofKey, this.#last);
    } finally {
      this.#stage = undefined;
    }
  }
}

/** A proof of another format is none. */
function parseProof(stored: unknown): Proof | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const { ready, at, version, doors, obstacles } = stored as Partial<Record<keyof Proof, unknown>>;
  const isWhole =
    typeof ready === 'boolean' && typeof at === 'number' && typeof version === 'string';
  // What stood in the way another day is looked for again.
  if (!isWhole || !Array.isArray(doors) || !Array.isArray(obstacles) || !ready) return undefined;
  return { ready, at, version, doors: parseDoors(doors), obstacles: [] };
}

function parseDoors(stored: unknown): readonly ProofDoor[] {
  const found = proofDoors.filter((door) => Array.isArray(stored) && stored.includes(door));
  return found.length > 0 ? found : proofDoors;
}

export const proof = new ProofState();
