/**
 * The course of a stand: it attracts; a touch begins a visit; where nobody touches anything for a while it asks, and
 * then the visit ends: what was made is erased, and it attracts again. Pure but for timers.
 */
export type VisitPhase =
  /** Nobody is there. */
  | { readonly kind: 'attract' }
  | { readonly kind: 'visit' }
  /** "Are you still there?" */
  | { readonly kind: 'asking'; readonly secondsLeft: number }
  /** What the visitor made is being erased. */
  | { readonly kind: 'erasing' };

export interface VisitOptions {
  readonly idleMs: number;
  /** How long it asks before the visit ends. */
  readonly askSeconds?: number;
  /** Erases what the visitor made. Rejections are the caller's to tell: the stand goes on. */
  readonly erase: () => Promise<void>;
  readonly onPhase: (phase: VisitPhase) => void;
  readonly onVisit: () => void;
}

const usualAskSeconds = 15;

export class Visit {
  readonly #options: VisitOptions;
  #phase: VisitPhase = { kind: 'attract' };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  /** @param going a visit was under way, e.g. before a reload */
  constructor(options: VisitOptions, going = false) {
    this.#options = options;
    if (going) this.#goOn();
    else options.onPhase(this.#phase);
  }

  get phase(): VisitPhase {
    return this.#phase;
  }

  /** Somebody touched something. */
  touch(): void {
    if (this.#stopped) return;
    switch (this.#phase.kind) {
      case 'attract':
        this.#options.onVisit();
        return this.#goOn();
      case 'asking':
        return this.#goOn();
      case 'visit':
        return this.#wait();
      case 'erasing':
        return;
    }
  }

  /** The visitor says that this was it. */
  async end(): Promise<void> {
    const { kind } = this.#phase;
    if (this.#stopped || kind === 'attract' || kind === 'erasing') return;
    clearTimeout(this.#timer);
    this.#enter({ kind: 'erasing' });
    try {
      await this.#options.erase();
    } finally {
      this.#enter({ kind: 'attract' });
    }
  }

  /** Ends for good; nothing is erased. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #goOn(): void {
    this.#enter({ kind: 'visit' });
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => this.#ask(this.#options.askSeconds ?? usualAskSeconds),
      this.#options.idleMs,
    );
  }

  #ask(secondsLeft: number): void {
    if (secondsLeft <= 0) return void this.end();
    this.#enter({ kind: 'asking', secondsLeft });
    this.#timer = setTimeout(() => this.#ask(secondsLeft - 1), 1_000);
  }

  #enter(phase: VisitPhase): void {
    if (this.#stopped) return;
    this.#phase = phase;
    this.#options.onPhase(phase);
  }
}
