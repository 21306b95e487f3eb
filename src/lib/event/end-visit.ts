/** The end of a visit: everything of it goes, then the next one finds a fresh page. */
import { FailureError } from '#lib/failure/failure.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import { count } from './counters.ts';
import { choicesNow, eraseVisit, restoreChoices, type Choices } from './erase.ts';
import { eventMode } from './mode.svelte.ts';
import { standPath } from './paths.ts';

const choicesKey = 'event-choices';

/** What is chosen now is what every visitor finds. */
export const keepChoices = (): boolean => writePreference(choicesKey, choicesNow());

/** To be called when no door is open any more: a door that closes may still write. */
export async function endVisit(): Promise<void> {
  const { settings } = eventMode;
  if (!settings.wipe) return;
  try {
    const { lost, ...counts } = await eraseVisit(settings);
    count(counts);
    eventMode.trouble =
      lost.length > 0 ? { code: 'project-missing', detail: lost.join() } : undefined;
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    eventMode.trouble = error.failure;
  }
  const choices = readPreference(choicesKey, parseChoices);
  if (choices) restoreChoices(choices);
  sessionStorage.clear();
  // What a page remembers goes with the page; a full screen does too, and comes back with the next touch.
  if (!eventMode.trouble) location.replace(standPath());
}

function parseChoices(stored: unknown): Choices | undefined {
  if (typeof stored !== 'object' || stored === null) return undefined;
  const entries = Object.entries(stored as Record<string, unknown>);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
