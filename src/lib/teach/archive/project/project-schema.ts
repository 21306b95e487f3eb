/** What a project file says, seen as untrusted JSON. docs/project-file.md describes it for people. */
import * as v from 'valibot';
import { FailureError } from '#lib/failure/failure.ts';
import type { ClassRow, ProjectRow, RunRow, SampleRow } from '#lib/storage/project-rows.ts';
import { instantMethods } from '../../heads/instant.ts';

export const projectFormat = 'aprendiz-project';
/** Counts up when an older app could misread what a newer one writes. */
export const projectVersion = 1;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const name = v.pipe(v.string(), v.maxLength(1000));
const time = v.pipe(v.number(), v.finite());
const unit = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const path = v.pipe(v.string(), v.minLength(1), v.maxLength(2000));
const record = v.record(v.string(), v.unknown());
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const project = v.object({
  id,
  kind: v.picklist(['image', 'text']),
  name,
  createdAt: time,
  trunk: id,
  settings: v.optional(record),
  liveRun: v.optional(id),
  caution: v.optional(unit),
  instant: v.optional(v.picklist(instantMethods)),
});
const classRow = v.object({
  id,
  projectId: id,
  name,
  colour: count,
  order: v.pipe(v.number(), v.finite()),
  role: v.picklist(['answer', 'none']),
});
const sample = v.object({
  id,
  projectId: id,
  classId: id,
  burst: id,
  takenAt: time,
  origin: v.picklist(['camera', 'file', 'archive', 'drawing', 'paste', 'live', 'typed']),
  fileName: v.optional(name),
  width: v.optional(count),
  height: v.optional(count),
  hash: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
  quality: v.optional(
    v.object({ sharpness: v.number(), brightness: v.number(), clipped: v.number() }),
  ),
  text: v.optional(v.string()),
  part: v.picklist(['auto', 'test']),
});
const run = v.object({
  id,
  projectId: id,
  name,
  startedAt: time,
  endedAt: v.optional(time),
  state: v.picklist(['running', 'done', 'cancelled', 'failed', 'interrupted']),
  trunk: v.optional(id),
  settings: record,
  curve: v.array(v.record(v.string(), v.union([v.number(), v.nan()]))),
  report: v.optional(record),
  epoch: v.optional(count),
});

const rows = v.object({
  project,
  classes: v.array(classRow),
  samples: v.array(sample),
  runs: v.array(run),
});

const manifest = v.object({
  format: v.literal(projectFormat),
  version: v.literal(projectVersion),
  savedAt: v.string(),
  app: v.string(),
  /** Every other entry of the zip. */
  files: v.array(v.object({ path, bytes: count, sha256 })),
  /** Where the pictures of each image sample are. */
  pictures: v.array(
    v.object({ sample: id, picture: path, type: name, thumbnail: path, thumbnailType: name }),
  ),
  checkpoints: v.array(v.object({ run: id, epoch: count, json: path, numbers: path })),
});

export type Manifest = v.InferOutput<typeof manifest>;

export interface ProjectFileRows {
  readonly project: ProjectRow;
  readonly classes: readonly ClassRow[];
  readonly samples: readonly SampleRow[];
  readonly runs: readonly RunRow[];
}

const envelope = v.object({ format: v.literal(projectFormat), version: count });

/** @throws FailureError `archive-unknown` | `archive-newer` | `archive-damaged` */
export function readManifest(json: unknown): Manifest {
  if (!v.is(v.object({ format: v.string() }), json) || json.format !== projectFormat) {
    throw new FailureError('archive-unknown', 'manifest.json');
  }
  const { version } = read(envelope, json, 'manifest.json');
  if (version > projectVersion) throw new FailureError('archive-newer', `version ${version}`);
  return read(manifest, json, 'manifest.json');
}

/** Rows that fit together. @throws FailureError `archive-damaged` */
export function readRows(json: unknown): ProjectFileRows {
  const found = read(rows, json, 'project.json');
  const classes = unique(found.classes, 'class');
  unique(found.samples, 'sample');
  const runs = unique(found.runs, 'run');
  for (const { id: sampleId, classId } of found.samples) {
    if (!classes.has(classId)) throw damaged(`sample ${sampleId} is of no class`);
  }
  const { liveRun, ...rest } = found.project;
  const answers = liveRun !== undefined && runs.has(liveRun);
  return { ...found, project: answers ? { ...rest, liveRun } : rest };
}

function unique(list: readonly { readonly id: string }[], what: string): Set<string> {
  const ids = new Set(list.map((row) => row.id));
  if (ids.size !== list.length) throw damaged(`a ${what} is there twice`);
  return ids;
}

function read<T extends v.GenericSchema>(schema: T, json: unknown, file: string) {
  const result = v.safeParse(schema, json);
  if (result.success) return result.output as v.InferOutput<T>;
  const [issue] = result.issues;
  throw damaged(`${file}: ${v.getDotPath(issue)} ${issue.message}`);
}

const damaged = (detail: string) => new FailureError('archive-damaged', detail);
