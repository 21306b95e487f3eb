/** What a person can do while testing texts: type, ask why, and teach what was typed. */
import { m } from '#paraglide/messages.js';
import type { InstantMethod } from '../../heads/instant.ts';
import type { OpenProject } from '../../project/open-project.svelte.ts';
import { ProjectTesting } from '../project-testing.svelte.ts';
import { waitingToLearn } from '../words.ts';
import { TextWhy, type ExplainEngine, type NearestEngine } from './text-why.svelte.ts';
import type { TypingTest } from './typing-test.svelte.ts';

export interface TextTestingParts {
  readonly project: OpenProject;
  readonly live: TypingTest;
  readonly tester: ExplainEngine;
  /** Knows every sample. */
  readonly trainer: NearestEngine;
  readonly instantMethod: () => InstantMethod;
  /** Starts the worker that answers again, after it could not be. */
  readonly restart: () => void;
}

export class TextTesting extends ProjectTesting {
  readonly live: TypingTest;
  readonly why: TextWhy;
  readonly isStill = false;
  readonly #restart: () => void;

  constructor({ project, live, tester, trainer, instantMethod, restart }: TextTestingParts) {
    super(project, instantMethod);
    this.live = live;
    this.#restart = restart;
    this.why = new TextWhy(live, tester, trainer);
  }

  get waiting(): string {
    const learning = waitingToLearn(this);
    if (learning !== undefined) return learning;
    return this.live.engine.status === 'ready' ? m.text_test_waiting() : m.test_waiting_engine();
  }

  type(text: string): void {
    this.forgetAdded();
    this.live.type(text);
  }

  /** Tries again after the live test gave up. */
  restart(): void {
    if (this.live.engine.status === 'failed') this.#restart();
    else this.live.start();
  }

  askWhy(classId: string): Promise<void> {
    if (this.why.asked !== classId) return this.why.ask(classId);
    this.why.clear();
    return Promise.resolve();
  }

  close(): void {
    this.why.close();
  }

  protected take() {
    const text = this.live.text.trim();
    return Promise.resolve(text === '' ? undefined : { text });
  }
}
