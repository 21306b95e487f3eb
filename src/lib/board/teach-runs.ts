/** Teach's runs as the Board shows them: read where they are, never written. */
import { inTransaction } from '#lib/storage/database.ts';
import type { ProjectRow, RunRow } from '#lib/storage/project-rows.ts';
import { readRun } from '#lib/teach/train/read-run.ts';
import { defaultSettings, uses, type SettingKey } from '#lib/teach/train/settings.ts';
import { valueWords } from '#lib/teach/train/words.ts';
import type { EpochPoint, TrainSettings } from '#lib/teach/trainer/protocol.ts';
import type { Series, Setting, WholeRun } from './run.ts';

export interface TeachRun extends WholeRun {
  readonly project: ProjectRow;
  /** The epoch that answers: its weights are kept. */
  readonly epoch: number | undefined;
}

/** Every run of every project outside the trash. @throws as `withDatabase` does */
export async function listTeachRuns(): Promise<TeachRun[]> {
  return inTransaction(['projects', 'runs', 'running-runs'], 'readonly', async (transaction) => {
    const [projects, runs, running] = await Promise.all([
      transaction.objectStore('projects').getAll(),
      transaction.objectStore('runs').getAll(),
      transaction.objectStore('running-runs').getAll(),
    ]);
    const byId = new Map(
      projects.filter((one) => one.trashedAt === undefined).map((one) => [one.id, one]),
    );
    return [...runs, ...running].flatMap((row) => {
      const project = byId.get(row.projectId);
      return project && row.trashedAt === undefined ? [teachRun(row, project)] : [];
    });
  });
}

/** The series of a curve and where each stands in it. */
const tags = {
  'loss/train': 'loss',
  'loss/validation': 'validationLoss',
  'accuracy/train': 'accuracy',
  'accuracy/validation': 'validationAccuracy',
} as const satisfies Record<string, keyof EpochPoint>;

export function teachRun(row: RunRow, project: ProjectRow): TeachRun {
  const { settings, curve, report, epoch } = readRun(row, project.kind);
  const series = Object.entries(tags).flatMap(([tag, key]): Series[] => {
    const values = curve.map((point) => point[key]);
    return values.some(Number.isFinite)
      ? [{ tag, steps: curve.map((point) => point.epoch), values }]
      : [];
  });
  const finals: Record<string, number> = {};
  for (const { tag, values } of series) finals[tag] = values.at(-1)!;
  for (const part of ['validation', 'test'] as const) {
    const judged = report?.judgements.filter((one) => one.part === part) ?? [];
    const right = judged.filter(({ truth, answer }) => truth === answer).length;
    if (judged.length > 0) finals[`accuracy/${part}`] = right / judged.length;
  }
  return {
    project,
    epoch,
    series,
    histograms: [],
    run: {
      id: `${row.projectId}/${row.id}`,
      source: 'teach',
      owner: row.projectId,
      name: row.name,
      settings: settingsOf(settings, project.kind),
      startedAt: row.startedAt,
      finals,
      ...(row.endedAt !== undefined && { endedAt: row.endedAt }),
    },
  };
}

/** Numbers as they are, the rest in the visitor's words. */
function settingsOf(settings: TrainSettings, kind: ProjectRow['kind']): Record<string, Setting> {
  const keys = (Object.keys(defaultSettings) as SettingKey[]).filter((key) =>
    uses(settings, key, kind),
  );
  return Object.fromEntries(
    keys.map((key) => {
      const value = settings[key];
      const plain = typeof value === 'number' || typeof value === 'boolean';
      return [key, plain ? value : valueWords(settings, key)];
    }),
  );
}
