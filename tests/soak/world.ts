/** Everything an action may use: the page, chance, the model beside them, and the story told so far. */
import { errors, type BrowserContext, type Locator, type Page } from '@playwright/test';
import type { Random } from '../../src/lib/maths/random.ts';
import type { ProjectModel } from './project-model.ts';

export type Place =
  'home' | 'see' | 'read' | 'teach' | 'pictures' | 'texts' | 'learn' | 'lab' | 'models';

export interface World {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly origin: string;
  readonly random: Random;
  place: Place;
  readonly pictures: ProjectModel;
  readonly texts: ProjectModel;
  /** Frames that See keeps. */
  kept: number;
  /** How often each kind of thing was done. */
  readonly done: Map<string, number>;
  /** One line of the timeline. */
  readonly tell: (words: string) => void;
}

export interface Action {
  readonly name: string;
  readonly places: readonly Place[];
  /** How often it is chosen, beside the others of a place. */
  readonly weight: number;
  /** Whether it makes sense now. */
  readonly possible?: (world: World) => boolean;
  readonly run: (world: World) => Promise<void>;
}

/** Patience on two busy cores; what takes longer hangs. */
export const patienceMs = 90_000;

export const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

/** Polls a little; throws with words when it does not come to be. */
export async function until(
  what: string,
  holds: () => Promise<boolean>,
  timeoutMs = patienceMs,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`waited ${timeoutMs / 1000} s in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** For what may go while one reaches for it; whether it was clicked. */
export async function clickIfThere(button: Locator): Promise<boolean> {
  try {
    await button.click({ timeout: 2000 });
    return true;
  } catch (error) {
    if (error instanceof errors.TimeoutError) return false;
    throw error;
  }
}
