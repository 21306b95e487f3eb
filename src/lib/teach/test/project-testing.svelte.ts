/** What a person can do while testing a project, whatever its samples are made of. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ClassRow } from '#lib/storage/project-rows.ts';
import { m } from '#paraglide/messages.js';
import type { InstantMethod } from '../heads/instant.ts';
import { addClasses } from '../project/class-commands.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import type { TakenSample } from '../project/sample-commands.ts';
import type { Answer, Answerer, ClassScore, Neighbour } from '../trainer/protocol.ts';
import type { AnswerOrigin } from './answer-source.ts';
import { defaultCaution, limitAt } from './caution.ts';

/** What answers, and what it says now. */
export interface Tested {
  readonly answerer: Answerer | undefined;
  readonly origin: AnswerOrigin | undefined;
  /** Every answer class, best first; empty before the first answer. */
  readonly scores: readonly ClassScore[];
  readonly result: Pick<Answer, 'distance'> | undefined;
}

export interface AskedWhy {
  /** The class that is asked about. */
  readonly asked: string | undefined;
  /** Samples most like what is tested, best first. */
  readonly neighbours: readonly Neighbour[];
  clear(): void;
}

export abstract class ProjectTesting {
  readonly project: OpenProject;
  readonly #instantMethod: () => InstantMethod;
  #adding = $state(false);
  #added = $state<string>();
  #failure = $state.raw<Failure>();

  constructor(project: OpenProject, instantMethod: () => InstantMethod) {
    this.project = project;
    this.#instantMethod = instantMethod;
  }

  abstract readonly live: Tested;
  abstract readonly why: AskedWhy;
  /** Whether what is tested stands still: then its answer is worth saying whole. */
  abstract readonly isStill: boolean;
  /** Why there is no answer yet. */
  abstract readonly waiting: string;
  /** Asks why a class is an answer; asked again, asks no more. */
  abstract askWhy(classId: string): Promise<void>;
  /** What is tested now, as a sample to be kept; undefined: nothing. */
  protected abstract take(): Promise<Omit<TakenSample, 'burst' | 'origin' | 'takenAt'> | undefined>;

  get instantMethod(): InstantMethod {
    return this.#instantMethod();
  }

  /** 0..1 */
  get caution(): number {
    return this.project.project.caution ?? defaultCaution;
  }

  /** The largest distance that is still an answer; Infinity while there is nothing to measure by. */
  get limit(): number {
    const familiarity = this.live.answerer?.familiarity;
    return familiarity ? limitAt(familiarity, this.caution) : Infinity;
  }

  /** Whether what is tested is like nothing that was shown. */
  get unknown(): boolean {
    const distance = this.live.result?.distance;
    return distance !== undefined && distance > this.limit;
  }

  /** The class of "none of these", once there is one. */
  get noneClass(): ClassRow | undefined {
    return this.project.classes.find(({ role }) => role === 'none');
  }

  get adding(): boolean {
    return this.#adding;
  }

  /** The class that what was tested has just been added to. */
  get added(): string | undefined {
    return this.#added;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  /** Something else is tested now. */
  forgetAdded(): void {
    this.#added = undefined;
  }

  addTo(classId: string): Promise<void> {
    return this.#add(() => Promise.resolve(classId));
  }

  /** As a sample of what to reject; makes that class where there is none. */
  addToNone(): Promise<void> {
    return this.#add(async () => {
      const there = this.noneClass;
      if (there) return there.id;
      const id = newId();
      const base = m.test_none_of_these();
      const made = await this.project.perform(addClasses([{ id, name: base, base, role: 'none' }]));
      return made ? id : undefined;
    });
  }

  async #add(findClass: () => Promise<string | undefined>): Promise<void> {
    if (this.#adding) return;
    this.#adding = true;
    this.#added = undefined;
    try {
      await this.attempt(async () => {
        const taken = await this.take();
        if (!taken) return;
        const classId = await findClass();
        if (classId === undefined) return;
        const sample = { ...taken, burst: newId(), origin: 'live', takenAt: Date.now() } as const;
        const rows = await this.project.addSamples(classId, [sample]);
        if (rows.length > 0) this.#added = this.project.class(classId)?.name;
      });
    } finally {
      this.#adding = false;
    }
  }

  /** Expected failures are kept to be shown; bugs are thrown. */
  protected async attempt(work: () => Promise<void>): Promise<void> {
    this.#failure = undefined;
    try {
      await work();
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
    }
  }
}
