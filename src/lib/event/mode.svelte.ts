/** Whether this device serves a stand now. Small: every page asks it. */
import type { Failure } from '#lib/failure/failure.ts';
import { readEvent, writeEvent, type EventSettings } from './settings.ts';

class EventMode {
  #settings = $state.raw(readEvent());
  #unlocked = $state(false);
  #trouble = $state.raw<Failure>();

  get settings(): EventSettings {
    return this.#settings;
  }

  get on(): boolean {
    return this.#settings.on;
  }

  /** Visits are watched: it is on, and no organiser is at work. */
  get watching(): boolean {
    return this.#settings.on && !this.#unlocked;
  }

  /** The way to the other doors is hidden. */
  get locked(): boolean {
    return this.watching && this.#settings.lock;
  }

  /** Why not everything of the last visit could be erased. */
  get trouble(): Failure | undefined {
    return this.#trouble;
  }

  set trouble(failure: Failure | undefined) {
    this.#trouble = failure;
  }

  /** Holds at once and after a reload. False: this browser keeps nothing, so it ends with this page. */
  set(settings: EventSettings): boolean {
    this.#settings = settings;
    return writeEvent(settings);
  }

  /** The organiser has typed the PIN; until this page goes. */
  unlock(): void {
    this.#unlocked = true;
  }

  /** The next visitor may come. */
  resume(): void {
    this.#unlocked = false;
  }
}

export const eventMode = new EventMode();
