/** Whatever Teach imports: project files, zips of samples, models of others and of our own. */
import { importFiles } from '../../../src/lib/teach/archive/store/import-files.ts';
import { saveProject } from '../../../src/lib/teach/archive/store/save-project.ts';
import { packOwnModel } from '../../../src/lib/teach/archive/own/own-model.ts';
import { answererOf } from '../../../src/lib/teach/trainer/checkpoint.ts';
import { readRun, heldOut, accuracyOf } from '../../../src/lib/teach/train/read-run.ts';
import { readSettings } from '../../../src/lib/teach/train/settings.ts';
import { Predictor } from '../../../src/lib/teach/heads/predict.ts';
import { distanceTo } from '../../../src/lib/teach/score/open-set.ts';
import { sha256 } from '../../../src/lib/cache/sha256.ts';
import { FailureError } from '../../../src/lib/failure/failure.ts';
import { readProject, type StoredProject } from '../../../src/lib/storage/projects.ts';
import type { Random } from '../../../src/lib/maths/random.ts';
import { textTrunk } from '../../../src/lib/text/trunks.ts';
import { tinyLayers } from '../../support/tiny-layers.ts';
import {
  bytesOf,
  pictureProject,
  sampleZip,
  textAnswerers,
  textProject,
  textZip,
} from '../bases.ts';
import { expectEmpty, freshDatabases } from '../databases.ts';
import { installFakeCapture } from '../fake-capture.ts';
import { damage, type Bytes } from '../mutate/bytes.ts';
import { encoded, mutatedText } from '../mutate/json.ts';
import { entriesOf, mutatedZip, zipOf } from '../mutate/zip.ts';
import { accepted, expectThat, Finding, type Outcome, type Target } from '../target.ts';

const names = ['Pets.aprendiz.zip', 'model.zip', 'x.bin', 'x.tm', 'mail.zip', '..zip', 'é.zip'];
const pick = <T>(random: Random, list: readonly T[]): T => list[random.below(list.length)]!;

const fileOf = (bytes: Bytes, random: Random) => [new File([bytes], pick(random, names))];

/** What the pages and workers do with it next must find nothing that is not as its type says. */
async function expectUsable(projectId: string): Promise<void> {
  const stored = await readProject(projectId);
  const { project, runs } = stored;
  readSettings(project.settings, project.kind);
  for (const row of runs) {
    const { report, epoch } = readRun(row, project.kind);
    if (report) {
      const { judgements } = heldOut(report);
      expectThat(accuracyOf(judgements) >= 0 || judgements.length === 0, 'accuracy of a run');
    }
    if (epoch === undefined) continue;
    const answerer = await answererOf({ projectId, runId: row.id }, epoch);
    if (!answerer) continue;
    const { head, familiarity } = answerer;
    const vector = new Float32Array(head.dimensions).fill(0.1);
    const scores = new Predictor(head).scores(vector);
    expectThat(scores.length === head.classes.length, 'as many scores as classes');
    // NaN where the run has diverged, and no less a number for the page.
    expectThat(
      scores.every((score) => typeof score === 'number'),
      'scores that are numbers',
    );
    if (familiarity) distanceTo(familiarity, new Float32Array(familiarity.dimensions).fill(0.1));
  }
  await expectSavedAgain(stored);
}

/** It goes home, and comes back as it is. */
async function expectSavedAgain({ project, samples }: StoredProject): Promise<void> {
  const { blob } = await saveProject(project.id, {});
  const again = await importFiles([new File([blob], 'again.zip')], {});
  const back = await readProject(again.projectId);
  expectThat(back.samples.length === samples.length, 'as many samples in its file');
  expectThat(back.project.name === project.name, 'its name in its file');
}

async function take(files: readonly File[]): Promise<Outcome> {
  const { projectId } = await importFiles(files, {});
  try {
    await expectUsable(projectId);
  } catch (error) {
    // What was taken in once cannot be refused later.
    if (error instanceof FailureError) throw new Finding(`taken in, and then ${error.message}`);
    throw error;
  }
  return accepted;
}

/** The manifest made right again after entries were changed: what is behind the hashes is tried. */
async function withHashes(entries: Record<string, Bytes>): Promise<Bytes> {
  const manifest = JSON.parse(new TextDecoder().decode(entries['manifest.json'])) as {
    files: { path: string; bytes: number; sha256: string }[];
  };
  for (const file of manifest.files) {
    const bytes = entries[file.path];
    if (!bytes) continue;
    file.bytes = bytes.length;
    file.sha256 = await sha256(bytes.slice().buffer);
  }
  return zipOf({ ...entries, 'manifest.json': encoded(JSON.stringify(manifest)) });
}

/** One of the JSON files behind the hashes is another, or the numbers of a head. */
async function mutatedInside(entries: Record<string, Bytes>, random: Random): Promise<Bytes> {
  const inside = Object.keys(entries).filter(
    (name) => name !== 'manifest.json' && /\.(json|bin)$/.test(name),
  );
  const name = pick(random, inside);
  const bytes = entries[name]!;
  const json = name.endsWith('.json');
  const changed = json
    ? encoded(mutatedText(JSON.parse(new TextDecoder().decode(bytes)), random))
    : damage(bytes, random);
  return withHashes({ ...entries, [name]: changed });
}

async function mutatedManifest(entries: Record<string, Bytes>, random: Random): Promise<Bytes> {
  const manifest: unknown = JSON.parse(new TextDecoder().decode(entries['manifest.json']));
  return zipOf({ ...entries, 'manifest.json': encoded(mutatedText(manifest, random)) });
}

let projects: readonly Bytes[] = [];
let models: readonly Bytes[] = [];

const shared = {
  leftNothing: expectEmpty,
  reset: freshDatabases,
};

export const projectFiles: Target = {
  name: 'project file',
  weight: 6,
  ...shared,
  prepare: async () => {
    installFakeCapture();
    projects = [await bytesOf(await pictureProject()), await bytesOf(await textProject())];
    await freshDatabases();
  },
  run: async (random) => {
    const zip = pick(random, projects);
    switch (random.below(4)) {
      case 0:
        return take(fileOf(mutatedZip(zip, random), random));
      case 1:
        return take(fileOf(await mutatedManifest(entriesOf(zip), random), random));
      default:
        return take(fileOf(await mutatedInside(entriesOf(zip), random), random));
    }
  },
};

export const sampleZips: Target = {
  name: 'zip of samples',
  weight: 1,
  ...shared,
  prepare: async () => {
    installFakeCapture();
    await freshDatabases();
  },
  run: (random) => take(fileOf(mutatedZip(pick(random, [sampleZip(), textZip()]), random), random)),
};

export const broughtHome: Target = {
  name: 'model brought to Teach',
  weight: 3,
  ...shared,
  prepare: async () => {
    installFakeCapture();
    const own = await Promise.all(
      textAnswerers.map(async (answerer) => {
        const rest = { name: 'Films', labels: ['Good', 'Bad'], trunk: textTrunk.id, answerer };
        const { json, bytes } = await packOwnModel({ kind: 'text', ...rest });
        return zipOf({ 'aprendiz.json': encoded(JSON.stringify(json)), 'aprendiz.bin': bytes });
      }),
    );
    models = [zipOf(tinyLayers()), ...own];
    await freshDatabases();
  },
  run: async (random) => {
    const zip = pick(random, models);
    if (random.below(4) === 0) return take(fileOf(mutatedZip(zip, random), random));
    const entries = entriesOf(zip);
    const name = pick(random, Object.keys(entries));
    const bytes = entries[name]!;
    const isJson = name.endsWith('.json');
    const value: unknown = isJson ? JSON.parse(new TextDecoder().decode(bytes)) : undefined;
    // An own model names the hash of its numbers, not of its words.
    const changed = isJson ? encoded(mutatedText(value, random)) : damage(bytes, random);
    const all = { ...entries, [name]: changed };
    if (random.below(2) === 0 || all['aprendiz.json']) return take(fileOf(zipOf(all), random));
    return take(Object.entries(all).map(([each, content]) => new File([content], each)));
  },
};
