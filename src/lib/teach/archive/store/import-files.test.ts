import 'fake-indexeddb/auto';
import { strToU8, zipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { closeDatabase } from '#lib/storage/database.ts';
import { importProject } from '#lib/storage/import-project.ts';
import { listProjects, readProject } from '#lib/storage/projects.ts';
import { readCheckpoint } from '#lib/storage/runs.ts';
import { readPictures } from '#lib/storage/samples.ts';
import { filesOfModel, savedModel, tinyModel } from '../../../../../tests/support/tiny-model.ts';
import type { Checkpoint } from '../../trainer/checkpoint.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import { importFiles, importFolders } from './import-files.ts';
import { importSamples, type Capture } from './import-samples.ts';
import { saveHead } from './save-head.ts';
import { saveProject } from './save-project.ts';

beforeEach(async () => {
  await closeDatabase();
  indexedDB.deleteDatabase('aprendiz');
});

const capture: Capture = async (picture) => {
  if ((await picture.text()) === 'broken') throw new FailureError('image-unreadable');
  return {
    picture,
    thumbnail: new Blob(['small'], { type: 'image/jpeg' }),
    width: 4,
    height: 3,
    hash: '0123456789abcdef',
    quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
  };
};

const zipOf = (files: Record<string, string>) =>
  new File(
    [
      new Uint8Array(
        zipSync(
          Object.fromEntries(
            Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]),
          ),
        ),
      ),
    ],
    'pets.zip',
  );

const pets = () => importSamples(zipOf({ 'cat/1.jpg': 'c', 'dog/2.jpg': 'd' }), {}, capture);

describe('importFiles', () => {
  it('looks again with the default where the trunk of a project is not here', async () => {
    const { projectId } = await pets();
    const { project } = await readProject(projectId);
    const run = {
      id: 'r',
      projectId: 'p',
      name: 'Run',
      startedAt: 1,
      state: 'done',
      settings: { method: 'lda' },
      trunk: 'strange@01234567',
      curve: [],
      epoch: 1,
    } as const;
    const strange = { ...project, id: 'p', trunk: 'strange@01234567', liveRun: 'r' };
    const rows = { project: strange, classes: [], samples: [], runs: [run] };
    await importProject('p', [], () => rows);
    const saved = await saveProject('p', {});
    const file = new File([saved.blob], saved.fileName);
    const imported = await importFiles([file], {});
    expect(imported.absentTrunk).toBe('strange@01234567');
    const there = await readProject(imported.projectId);
    expect(there.project.trunk).toBe('everyday-1');
    expect(there.project.liveRun).toBeUndefined();
    expect(there.runs.map(({ trunk }) => trunk)).toEqual(['strange@01234567']);
  });

  it('makes a project of a folder for each class, and names what it could not read', async () => {
    const zip = zipOf({ 'cat/1.jpg': 'c', 'dog/2.jpg': 'd', 'dog/3.jpg': 'broken' });
    const imported = await importSamples(zip, {}, capture);
    expect(imported).toMatchObject({ name: 'pets', samples: 2, classes: 2 });
    expect(imported.unreadable).toEqual(['dog/3.jpg']);
    const { classes, samples } = await readProject(imported.projectId);
    expect(classes.map(({ name }) => name).sort()).toEqual(['cat', 'dog']);
    expect(samples.every(({ origin }) => origin === 'archive')).toBe(true);
    await expect(importSamples(zipOf({ 'a/1.jpg': 'broken' }), {}, capture)).rejects.toThrow(
      'image-unreadable',
    );
    expect(await listProjects()).toHaveLength(1);
  });

  it('brings a saved project back as another one, byte for byte', async () => {
    const { projectId } = await pets();
    const before = await readProject(projectId);
    const saved = await saveProject(projectId, {});
    expect(saved).toMatchObject({ fileName: 'pets.aprendiz.zip', samples: 2 });
    const progress: number[] = [];
    const again = await importFiles([new File([saved.blob], 'whatever.bin')], {
      onProgress: (done) => progress.push(done),
    });
    expect(again).toMatchObject({ kind: 'project', name: 'pets', samples: 2 });
    expect(again.projectId).not.toBe(projectId);
    expect(progress).toEqual([1, 2]);
    const after = await readProject(again.projectId);
    const own = <Row extends object>(rows: readonly Row[]) =>
      rows.map((row) => ({ ...row, projectId: again.projectId }));
    expect(after.samples).toEqual(own(before.samples));
    expect(after.classes).toEqual(own(before.classes));
    const ids = before.samples.map(({ id }) => id);
    const pictures = await readPictures(again.projectId, ids);
    expect(await Promise.all([...pictures.values()].map((blob) => blob.text()))).toEqual([
      'c',
      'd',
    ]);
  });

  it('brings what was learnt without its samples, which answers in the new project', async () => {
    const { projectId } = await pets();
    const { classes } = await readProject(projectId);
    const answerer: Answerer = {
      head: {
        method: 'linear',
        classes: classes.map(({ id }) => id),
        dimensions: 2,
        normalisation: { mean: new Float32Array(2), unitLength: true },
        temperature: 0.5,
        layers: [],
      },
    };
    const saved = await saveHead(projectId, answerer, {});
    expect(saved.fileName).toBe('pets-head.aprendiz.zip');
    const imported = await importFiles([new File([saved.blob], 'received.zip')], {});
    expect(imported).toMatchObject({ kind: 'project', name: 'pets', samples: 0 });
    const { project, runs } = await readProject(imported.projectId);
    expect(project.liveRun).toBe(runs[0]?.id);
    const row = await readCheckpoint(imported.projectId, runs[0]!.id, runs[0]!.epoch!);
    expect((row!.head as Checkpoint).answerer).toEqual(answerer);
  });

  it('leaves nothing of a project file that breaks in its last picture', async () => {
    const { projectId } = await pets();
    const { blob } = await saveProject(projectId, {});
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const last = new TextDecoder('latin1').decode(bytes).lastIndexOf('2.jpgsmall');
    bytes[last + 6]! ^= 1;
    await expect(importFiles([new File([bytes], 'x.zip')], {})).rejects.toThrow('archive-damaged');
    expect(await listProjects()).toHaveLength(1);
  });

  it('stops when asked to, and leaves nothing', async () => {
    const { projectId } = await pets();
    const { blob } = await saveProject(projectId, {});
    const stop = new AbortController();
    const importing = importFiles([new File([blob], 'x.zip')], {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(importing).rejects.toMatchObject({ name: 'AbortError' });
    expect(await listProjects()).toHaveLength(1);
  });

  it('keeps what is in the trash out of the file', async () => {
    const { projectId } = await pets();
    const { project, classes, samples } = await readProject(projectId);
    const id = 'second';
    const trashedAt = 1;
    await importProject(id, [], () => ({
      project: { ...project, id, trashedAt },
      classes: classes.map((row, i) => ({ ...row, projectId: id, ...(i === 0 && { trashedAt }) })),
      samples: samples.map((row) => ({ ...row, projectId: id, text: 'a' })),
      runs: [],
    }));
    const { blob } = await saveProject(id, {});
    const back = await importFiles([new File([blob], 'x.zip')], {});
    expect(back).toMatchObject({ samples: 1, classes: 1 });
    const { project: restored } = await readProject(back.projectId);
    expect(restored.trashedAt).toBeUndefined();
  });

  it('makes a project of a Teachable Machine model, which answers in it', async () => {
    const files = filesOfModel(await savedModel(tinyModel(16)), ['a', 'b', 'c'], 16);
    const three = Object.entries(files).map(([name, bytes]) => new File([bytes!], name));
    const imported = await importFiles(three, {});
    expect(imported).toMatchObject({ kind: 'model', name: 'tiny', classes: 3 });
    const { project, classes, runs } = await readProject(imported.projectId);
    expect(project.liveRun).toBe(runs[0]?.id);
    const row = await readCheckpoint(imported.projectId, runs[0]!.id, runs[0]!.epoch!);
    const { answerer } = row!.head as Checkpoint;
    expect(new Set(answerer.head.classes)).toEqual(new Set(classes.map(({ id }) => id)));
    expect(answerer.tail).toMatchObject({ kind: 'cnn', input: { size: 16, fit: 'cover' } });
  });

  it('makes a project of texts of a zip with a folder of them for each class', async () => {
    const file = (paths: Record<string, Uint8Array>) =>
      new File([zipSync(paths) as Uint8Array<ArrayBuffer>], 'letters.zip');
    const texts = {
      'mail/praise/1.txt': strToU8('Grüße, <b>gut</b>!\r\n'),
      'mail/praise/2.txt': Uint8Array.of(0xff, 0xfe, 0x64, 0, 0x61, 0),
      'mail/blame/1.md': strToU8('bad'),
      'mail/blame/2.txt': strToU8(' \n'),
      'mail/blame/3.txt': Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3),
      '__MACOSX/mail/blame/._1.txt': strToU8('x'),
    };
    const imported = await importFiles([file(texts)], {});
    expect(imported).toMatchObject({ kind: 'samples', name: 'letters', samples: 3, classes: 2 });
    expect(imported.unreadable).toEqual(['blame/2.txt', 'blame/3.txt']);
    const { project, classes, samples } = await readProject(imported.projectId);
    expect(project.kind).toBe('text');
    expect(classes.map(({ name }) => name)).toEqual(['praise', 'blame']);
    expect(samples.map(({ text }) => text).sort()).toEqual(['Grüße, <b>gut</b>!', 'bad', 'da']);
    const alone = { 'readme.txt': strToU8('x'), 'a/other.bin': strToU8('x') };
    await expect(importFiles([file(alone)], {})).rejects.toThrow('archive-unknown');
  });

  it('does not know other files', async () => {
    await expect(importFiles([new File(['x'], 'notes.txt')], {})).rejects.toThrow(
      'archive-unknown',
    );
    await expect(importFiles([new File(['x'], 'notes.zip')], {})).rejects.toThrow(
      'archive-damaged',
    );
    await expect(importFiles([], {})).rejects.toThrow('archive-unknown');
  });
});

describe('importFolders', () => {
  const names = { project: 'My project', className: 'Class 1' };
  const placed = (files: Record<string, string>) =>
    Object.entries(files).map(([path, text]) => ({
      path,
      file: new File([text], path.split('/').at(-1)!),
    }));

  it('makes a class of each folder, and one of pictures that lie in none', async () => {
    for (const [files, expected] of [
      [{ 'pets/cat/1.jpg': 'c', 'pets/dog/2.jpg': 'd', 'pets/notes.txt': 'n' }, ['cat', 'dog']],
      [{ '1.jpg': 'c', '2.jpg': 'd' }, ['Class 1']],
    ] as const) {
      const { projectId, name } = await importFolders(placed(files), names, {}, capture);
      const { classes, samples } = await readProject(projectId);
      expect(name).toBe('My project');
      expect(classes.map((row) => row.name)).toEqual(expected);
      expect(samples.map(({ origin }) => origin)).toEqual(['file', 'file']);
    }
  });

  it('makes a project of texts where the folders hold only those', async () => {
    const files = placed({ 'films/good/1.txt': 'good film', 'films/bad/2.txt': 'bad film' });
    const { projectId } = await importFolders(files, names, {});
    const { project, samples } = await readProject(projectId);
    expect(project.kind).toBe('text');
    expect(samples.map(({ text }) => text)).toEqual(['good film', 'bad film']);
  });

  it('takes the model in a folder, and says that a folder of something else is unknown', async () => {
    const model = filesOfModel(await savedModel(tinyModel(32)), ['a', 'b', 'c'], 32);
    const files = Object.entries(model).map(([name, bytes]) => ({
      path: `model/${name}`,
      file: new File([bytes!], name),
    }));
    expect(await importFolders(files, names, {})).toMatchObject({ kind: 'model', classes: 3 });
    await expect(importFolders(placed({ 'a/b.exe': 'x' }), names, {})).rejects.toThrow(
      'archive-unknown',
    );
  });
});
