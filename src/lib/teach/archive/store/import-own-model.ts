/** A model that was taken home becomes a project whose one run answers with it. */
import { FailureError } from '#lib/failure/failure.ts';
import { importProject, type Bulk } from '#lib/storage/import-project.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ClassRow, RunRow } from '#lib/storage/project-rows.ts';
import type { ZipReader } from '#lib/storage/zip/zip-reader.ts';
import type { Checkpoint } from '../../trainer/checkpoint.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import {
  modelFrom,
  ownModelJson,
  ownModelNumbers,
  readOwnModel,
  type OwnModel,
} from '../own/own-model.ts';
import { readPage } from '../own/read-page.ts';
import type { Imported } from '../protocol.ts';

export const isOwnModel = (zip: ZipReader): boolean => zip.find(ownModelJson) !== undefined;

/** @throws FailureError `model-…` | `archive-…`, and of the storage */
export async function importOwnModel(zip: ZipReader): Promise<Imported> {
  const [json, numbers] = [ownModelJson, ownModelNumbers].map((name) => zip.find(name));
  if (!json || !numbers) throw new FailureError('archive-damaged', ownModelNumbers);
  const text = new TextDecoder().decode(await zip.read(json));
  return keep(await readOwnModel(parse(text), await zip.read(numbers), newId));
}

/** @param file an HTML file. @throws FailureError `model-…` | `archive-…`, and of the storage */
export async function importPage(file: Blob): Promise<Imported> {
  const { description, answerer } = await readPage(file);
  return keep(await modelFrom(description, answerer, newId));
}

async function keep({ kind, name, labels, trunk, answerer }: OwnModel): Promise<Imported> {
  const projectId = newId();
  const classes = labels.map((label, order): ClassRow => ({
    id: answerer.head.classes[order]!,
    projectId,
    name: label,
    colour: order,
    order,
    role: 'answer',
  }));
  const at = Date.now();
  const run: RunRow = {
    id: newId(),
    projectId,
    name,
    startedAt: at,
    endedAt: at,
    state: 'done',
    settings: { method: methodOf(answerer), origin: 'aprendiz-model' },
    curve: [],
    epoch: 1,
    ...(kind === 'image' && { trunk }),
  };
  const head: Checkpoint = { answerer };
  const bulk: Bulk[] = [{ kind: 'checkpoint', row: { projectId, runId: run.id, epoch: 1, head } }];
  await importProject(projectId, bulk, () => ({
    project: { id: projectId, kind, name, createdAt: at, trunk, liveRun: run.id },
    classes,
    samples: [],
    runs: [run],
  }));
  const { length } = classes;
  return { kind: 'model', projectId, name, samples: 0, classes: length, unreadable: [] };
}

function methodOf({ head, tail }: Answerer): string {
  if (tail?.kind === 'bag-of-words') return 'bag-of-words';
  if (tail?.kind === 'text-model') return 'lstm';
  return tail?.kind ?? head.method;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new FailureError('archive-damaged', `${ownModelJson}: ${String(error)}`);
  }
}
