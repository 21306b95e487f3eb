/** Which head answers in the live test: that of the run the project chose, or else the instant one. */
import type { OpenProject } from '../project/open-project.svelte.ts';
import { answererOf } from '../trainer/checkpoint.ts';
import type { Answerer } from '../trainer/protocol.ts';
import type { Follower } from '../train/follower.svelte.ts';

export type AnswerOrigin =
  { readonly kind: 'instant' } | { readonly kind: 'run'; readonly runId: string };

export interface Answer {
  readonly origin: AnswerOrigin;
  readonly answerer: Answerer;
}

export type SourceProject = Pick<OpenProject, 'id' | 'project' | 'runs' | 'onChange'>;
export type SourceFollower = Pick<Follower, 'answerer' | 'onHead'>;

export class AnswerSource {
  readonly #project: SourceProject;
  readonly #follower: SourceFollower;
  readonly #listener: (answer: Answer) => void;
  readonly #release: readonly (() => void)[];
  /** The run and epoch whose weights answer; undefined: the instant head does. */
  #chosen: string | undefined;

  constructor(
    project: SourceProject,
    follower: SourceFollower,
    listener: (answer: Answer) => void,
  ) {
    this.#project = project;
    this.#follower = follower;
    this.#listener = listener;
    this.#release = [
      project.onChange(() => void this.#choose()),
      follower.onHead(() => {
        if (!this.#chosen) this.#tellInstant();
      }),
    ];
  }

  /** Tells what answers now. */
  async start(): Promise<void> {
    await this.#choose(true);
  }

  close(): void {
    for (const release of this.#release) release();
  }

  async #choose(always = false): Promise<void> {
    const { liveRun } = this.#project.project;
    const run = this.#project.runs.find(({ id }) => id === liveRun);
    const epoch = run?.epoch;
    const chosen = run && epoch !== undefined ? `${run.id} ${epoch}` : undefined;
    if (chosen === this.#chosen && !always) return;
    this.#chosen = chosen;
    if (!run || epoch === undefined) return this.#tellInstant();
    const place = { projectId: this.#project.id, runId: run.id };
    const answerer = await answererOf(place, epoch);
    // Something else was chosen while the weights were read.
    if (this.#chosen !== chosen) return;
    if (answerer) this.#listener({ origin: { kind: 'run', runId: run.id }, answerer });
    else this.#tellInstant();
  }

  #tellInstant(): void {
    const { answerer } = this.#follower;
    if (answerer) this.#listener({ origin: { kind: 'instant' }, answerer });
  }
}
