/** Looks through the samples for wrong labels and for twins; remembers which were found to be right. */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import type { TrainerCalls } from '../trainer/protocol.ts';

type AuditCall = TrainerCalls['audit'];
export type Audit = AuditCall['result'];

export interface AuditEngine {
  call(
    name: 'audit',
    payload: AuditCall['request'],
    options: CallOptions<AuditCall>,
  ): RunningCall<AuditCall>;
}

export class Checkup {
  readonly #engine: AuditEngine;
  readonly #key: string;
  #running: AbortController | undefined;
  #found = $state.raw<Audit>();
  #fraction = $state<number>();
  #failure = $state.raw<Failure>();
  #kept = $state.raw<ReadonlySet<string>>(new Set());

  constructor(engine: AuditEngine, projectId: string) {
    this.#engine = engine;
    this.#key = `teach-kept-${projectId}`;
    this.#kept = readPreference(this.#key, readIds);
  }

  /** What was found, without what was kept; undefined before the first look. */
  get found(): Audit | undefined {
    const found = this.#found;
    return (
      found && {
        suspects: found.suspects.filter(({ sampleId }) => !this.#kept.has(sampleId)),
        duplicates: found.duplicates.filter((pair) => !this.#kept.has(pairId(pair))),
      }
    );
  }

  /** 0..1 while it looks. */
  get fraction(): number | undefined {
    return this.#fraction;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  async look(): Promise<void> {
    this.stop();
    const running = new AbortController();
    this.#running = running;
    this.#fraction = 0;
    this.#failure = undefined;
    const { ending } = this.#engine.call(
      'audit',
      {},
      {
        signal: running.signal,
        onProgress: ({ fraction }) => {
          if (this.#running === running) this.#fraction = fraction;
        },
      },
    );
    const end = await ending;
    if (this.#running !== running) return;
    this.#running = undefined;
    this.#fraction = undefined;
    if (end.kind === 'result') this.#found = end.value;
    if (end.kind === 'failure') this.#failure = end.failure;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#fraction = undefined;
  }

  /** The label is right: not to be asked again. */
  keepSample(sampleId: string): void {
    this.#keep(sampleId);
  }

  /** Both may stay. */
  keepPair(pair: readonly [string, string]): void {
    this.#keep(pairId(pair));
  }

  #keep(id: string): void {
    this.#kept = new Set(this.#kept).add(id);
    writePreference(this.#key, [...this.#kept]);
  }
}

const pairId = (pair: readonly [string, string]): string => [...pair].sort().join('+');

const readIds = (stored: unknown): ReadonlySet<string> =>
  new Set(Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : []);
