/** A run as the training panel reads it: rows keep plain records, this gives them their types. Pure. */
import type { ProjectKind, RunRow } from '#lib/storage/project-rows.ts';
import { trunkOfRun } from '../trunk/trunk-of.ts';
import type { EpochPoint, Judgement, RunReport, TrainSettings } from '../trainer/protocol.ts';
import { readSettings } from './settings.ts';

export interface ReadRun {
  readonly id: string;
  readonly name: string;
  readonly kind: ProjectKind;
  readonly state: RunRow['state'];
  /** Whose embeddings it learnt from; undefined where there was no choice yet, and of texts. */
  readonly trunk: string | undefined;
  readonly startedAt: number;
  readonly settings: TrainSettings;
  readonly curve: readonly EpochPoint[];
  /** Undefined while it trains, and when it never came to an end. */
  readonly report: RunReport | undefined;
  /** The epoch that answers. */
  readonly epoch: number | undefined;
}

export function readRun(row: RunRow, kind: ProjectKind): ReadRun {
  return {
    id: row.id,
    name: row.name,
    kind,
    state: row.state,
    trunk: kind === 'image' ? trunkOfRun(row) : undefined,
    startedAt: row.startedAt,
    settings: readSettings(row.settings, kind),
    curve: row.curve.map(readPoint),
    report: readReport(row.report),
    epoch: row.epoch,
  };
}

/** JSON has no NaN: a loss that was none comes back as null, and is none again. */
function readPoint(point: Readonly<Record<string, unknown>>): EpochPoint {
  const number = (key: keyof EpochPoint) => {
    const value = point[key];
    return typeof value === 'number' ? value : Number.NaN;
  };
  return {
    epoch: number('epoch'),
    loss: number('loss'),
    accuracy: number('accuracy'),
    validationLoss: number('validationLoss'),
    validationAccuracy: number('validationAccuracy'),
  };
}

/** Undefined where a file brought what is none: the run then says no more than that it was. */
function readReport(kept: RunRow['report']): RunReport | undefined {
  const { classes, judgements, stopped } = kept ?? {};
  if (!Array.isArray(classes) || !classes.every(isWord)) return undefined;
  if (!Array.isArray(judgements) || !judgements.every(isJudgement)) return undefined;
  const number = (key: keyof RunReport) => {
    const value = kept?.[key];
    return typeof value === 'number' ? value : Number.NaN;
  };
  return {
    classes,
    judgements,
    calibrationBefore: number('calibrationBefore'),
    calibrationAfter: number('calibrationAfter'),
    bestEpoch: number('bestEpoch'),
    stopped: stops.find((each) => each === stopped) ?? 'finished',
    fitMs: number('fitMs'),
    embedMs: number('embedMs'),
  };
}

const stops = ['finished', 'early', 'cancelled', 'not-a-number'] as const;

function isJudgement(value: unknown): value is Judgement {
  if (typeof value !== 'object' || value === null) return false;
  const { sampleId, part, truth, answer, score } = value as Partial<Record<string, unknown>>;
  const isKnown = part === 'train' || part === 'validation' || part === 'test';
  return isKnown && typeof score === 'number' && [sampleId, truth, answer].every(isWord);
}

const isWord = (value: unknown): value is string => typeof value === 'string';

export type HeldOut = 'test' | 'validation';

/** The judgements that count: of the locked test set where there is one, else of validation. */
export function heldOut(report: RunReport): {
  readonly split: HeldOut;
  readonly judgements: readonly Judgement[];
} {
  const test = report.judgements.filter(({ part }) => part === 'test');
  if (test.length > 0) return { split: 'test', judgements: test };
  return {
    split: 'validation',
    judgements: report.judgements.filter(({ part }) => part === 'validation'),
  };
}

/** 0..1 of judgements that are right; NaN without any. */
export const accuracyOf = (judgements: readonly Judgement[]): number =>
  judgements.filter(({ truth, answer }) => truth === answer).length / judgements.length;
