/** Takes away what a visitor made and puts back what was there: projects, runs of labs, kept frames, texts, choices. */
import { forgetRunsBut, labRunIds } from '#lib/board/lab-runs.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { sharedPhotoCache } from '#lib/pwa/messages.ts';
import { readJournal, redo, undo } from '#lib/storage/journal.ts';
import { listKeptFrames, removeKeptFrames } from '#lib/storage/kept-frames.ts';
import { collectLeftovers, removeProject } from '#lib/storage/leftovers.ts';
import { listProjects, readCursor, readProject } from '#lib/storage/projects.ts';
import type { Counts } from './counters.ts';
import type { EventSettings, KeptProject } from './settings.ts';

/** Where long drafts of Read lie; see `read/draft.ts`. */
const draftCache = 'read-draft';

/** What was done at the stand, and what of the organiser's could not be put back as it was. */
export interface Erased extends Pick<Counts, 'classes' | 'trainings'> {
  readonly lost: readonly string[];
}

/** What is on this device before the first visitor comes. */
export async function thereNow(): Promise<Pick<EventSettings, 'kept' | 'frames' | 'runs'>> {
  const frames = (await listKeptFrames()).map(({ id }) => id);
  return { kept: await projectsNow(), frames, runs: await labRunIds() };
}

/** The organiser's projects as they are now, to be put back so after every visit. */
async function projectsNow(): Promise<readonly KeptProject[]> {
  const projects = await listProjects();
  return Promise.all(
    projects.map(async ({ project: { id } }) => {
      const { done } = await readCursor(id);
      return { id, done, at: await writtenAt(id, done) };
    }),
  );
}

const writtenAt = async (id: string, sequence: number): Promise<number> =>
  (await readJournal(id)).find((entry) => entry.sequence === sequence)?.at ?? 0;

/** Every function of storage throws as `withDatabase` does; what was erased by then stays erased. */
export async function eraseVisit(there: EventSettings): Promise<Erased> {
  let classes = 0;
  let trainings = 0;
  const keptIds = new Set(there.kept.map(({ id }) => id));
  const projects = await listProjects();
  const left = new Set(projects.map(({ project }) => project.id));
  for (const { project } of projects) {
    if (keptIds.has(project.id)) continue;
    const { cursor, runs } = await readProject(project.id);
    classes += Object.values(cursor.tally).filter((samples) => samples > 0).length;
    trainings += runs.length;
    await removeProject(project.id);
  }
  const keptFrames = new Set(there.frames);
  const frames = (await listKeptFrames()).map(({ id }) => id).filter((id) => !keptFrames.has(id));
  await removeKeptFrames(frames);
  await forgetRunsBut(new Set(there.runs));
  const lost: string[] = [];
  for (const project of there.kept) {
    if (!left.has(project.id) || !(await restore(project))) lost.push(project.id);
  }
  if ('caches' in globalThis) {
    await Promise.all([caches.delete(sharedPhotoCache), caches.delete(draftCache)]);
  }
  await collectLeftovers(() => Promise.resolve());
  return { classes, trainings, lost };
}

/** Steps through the journal until it stands where it stood. False: a visitor's changes took the way back. */
async function restore({ id, done, at: written }: KeptProject): Promise<boolean> {
  try {
    for (;;) {
      const at = (await readCursor(id)).done;
      if (at === done) {
        if ((await writtenAt(id, done)) === written) return true;
        // The organiser's last step was undone, and another one taken in its place: at least that goes.
        await undo(id, at);
        return false;
      }
      const moved = at > done ? await undo(id, at) : await redo(id, at);
      if (moved.cursor.done === at) return false;
    }
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'project-missing') return false;
    throw error;
  }
}

/** Small settings that a visit must not change; `preferences.ts` keeps them under this prefix. */
const prefix = 'aprendiz:';
/** The stand's own, and what is true of the device whoever stands before it. */
const ownKeys = /^aprendiz:(event|offline-)/;

export type Choices = Readonly<Record<string, string>>;

export function choicesNow(storage: Storage = localStorage): Choices {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i) ?? '');
  return Object.fromEntries(
    keys
      .filter((key) => key.startsWith(prefix) && !ownKeys.test(key))
      .map((key) => [key, storage.getItem(key) ?? '']),
  );
}

export function restoreChoices(choices: Choices, storage: Storage = localStorage): void {
  for (const key of Object.keys(choicesNow(storage))) {
    if (!(key in choices)) storage.removeItem(key);
  }
  for (const [key, value] of Object.entries(choices)) storage.setItem(key, value);
}
