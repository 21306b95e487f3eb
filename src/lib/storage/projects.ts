/** Reads of whole projects. Every function throws as `withDatabase` does. */
import { FailureError } from '#lib/failure/failure.ts';
import { withinProject } from './changes.ts';
import { inTransaction } from './database.ts';
import { newCursor } from './journal.ts';
import type { ClassRow, JournalCursor, ProjectRow, RunRow, SampleRow } from './project-rows.ts';
import { unpackThumbnail } from './sample-data.ts';

/** Everything that a project's page shows at once; the bulk stays on disk. */
export interface StoredProject {
  readonly project: ProjectRow;
  /** With those in the trash, here and below. */
  readonly classes: readonly ClassRow[];
  /** By id, which is the order of taking. */
  readonly samples: readonly SampleRow[];
  readonly runs: readonly RunRow[];
  /** Those that train now, or did when the tab died, with their curve so far. */
  readonly running: readonly RunRow[];
  readonly cursor: JournalCursor;
}

/** One line of the list of projects. */
export interface ProjectSummary {
  readonly project: ProjectRow;
  /** Outside the trash, here and below. */
  readonly classCount: number;
  readonly sampleCount: number;
  /** Thumbnails of up to {@link COVERS} samples, of different classes where there are any. */
  readonly covers: readonly Blob[];
  /** Of a text project: the beginnings of up to {@link COVERS} samples, chosen likewise. */
  readonly texts: readonly TextCover[];
}

export interface TextCover {
  readonly text: string;
  /** Of its class. */
  readonly colour: number;
}

export const COVERS = 4;
/** How many sample rows are looked through for covers. */
const COVER_CANDIDATES = 64;
/** Characters of a text that a cover shows. */
const COVER_TEXT = 60;

/**
 * All rows of a project, as of one moment.
 * @throws FailureError `project-missing`
 */
export async function readProject(projectId: string): Promise<StoredProject> {
  return inTransaction(
    ['projects', 'classes', 'samples', 'runs', 'running-runs', 'journal-cursors'],
    'readonly',
    async (transaction) => {
      const range = withinProject(projectId);
      const [project, classes, samples, runs, running, cursor] = await Promise.all([
        transaction.objectStore('projects').get(projectId),
        transaction.objectStore('classes').getAll(range),
        transaction.objectStore('samples').getAll(range),
        transaction.objectStore('runs').getAll(range),
        transaction.objectStore('running-runs').getAll(range),
        transaction.objectStore('journal-cursors').get(projectId),
      ]);
      if (!project) throw new FailureError('project-missing', projectId);
      return {
        project,
        classes,
        samples,
        runs,
        running,
        cursor: cursor ?? newCursor(projectId),
      };
    },
  );
}

/** Cheap, however large the project is. @throws FailureError `project-missing`, or as `withDatabase` does. */
export async function readProjectKind(projectId: string): Promise<ProjectRow['kind']> {
  return inTransaction(['projects'], 'readonly', async (transaction) => {
    const project = await transaction.objectStore('projects').get(projectId);
    if (!project) throw new FailureError('project-missing', projectId);
    return project.kind;
  });
}

/** Where the journal of a project stands; cheap, to see whether another tab has written. */
export async function readCursor(projectId: string): Promise<JournalCursor> {
  return inTransaction(
    ['journal-cursors'],
    'readonly',
    async (transaction) =>
      (await transaction.objectStore('journal-cursors').get(projectId)) ?? newCursor(projectId),
  );
}

/** All projects, newest first, those in the trash among them. */
export async function listProjects(): Promise<ProjectSummary[]> {
  return inTransaction(
    ['projects', 'classes', 'samples', 'thumbnails', 'journal-cursors'],
    'readonly',
    async (transaction) => {
      const projects = await transaction.objectStore('projects').getAll();
      const summaries = projects.map(async (project) => {
        const range = withinProject(project.id);
        const [classes, candidates, cursor] = await Promise.all([
          transaction.objectStore('classes').getAll(range),
          transaction.objectStore('samples').getAll(range, COVER_CANDIDATES),
          transaction.objectStore('journal-cursors').get(project.id),
        ]);
        const shown = classes.filter(({ trashedAt }) => trashedAt === undefined);
        const chosen = coverSamples(shown, candidates);
        const thumbnails = await Promise.all(
          chosen.flatMap(({ id, text }) =>
            text === undefined ? transaction.objectStore('thumbnails').get([project.id, id]) : [],
          ),
        );
        return {
          project,
          classCount: shown.length,
          sampleCount: shown.reduce((sum, { id }) => sum + (cursor?.tally[id] ?? 0), 0),
          covers: thumbnails.flatMap((row) => (row ? [unpackThumbnail(row)] : [])),
          texts: textCovers(shown, chosen),
        };
      });
      const list = await Promise.all(summaries);
      return list.sort((a, b) => b.project.createdAt - a.project.createdAt);
    },
  );
}

function coverSamples(classes: readonly ClassRow[], candidates: readonly SampleRow[]): SampleRow[] {
  const shown = new Set(classes.map(({ id }) => id));
  const there = candidates.filter((s) => s.trashedAt === undefined && shown.has(s.classId));
  const firsts = there.filter((s, i) => there.findIndex((t) => t.classId === s.classId) === i);
  const rest = there.filter((sample) => !firsts.includes(sample));
  return [...firsts, ...rest].slice(0, COVERS);
}

function textCovers(classes: readonly ClassRow[], chosen: readonly SampleRow[]): TextCover[] {
  const colours = new Map(classes.map(({ id, colour }) => [id, colour]));
  return chosen.flatMap(({ text, classId }) =>
    text === undefined
      ? []
      : { text: text.slice(0, COVER_TEXT), colour: colours.get(classId) ?? 0 },
  );
}
