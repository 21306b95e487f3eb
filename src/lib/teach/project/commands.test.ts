import { describe, expect, it } from 'vitest';
import type { Change, ClassRow, ProjectRow, RunRow, SampleRow } from '#lib/storage/project-rows.ts';
import { classRow, projectRow, runRow, sampleRow } from '#lib/storage/test-project.ts';
import {
  addClasses,
  moveClass,
  renameClass,
  restoreClasses,
  trashClasses,
} from './class-commands.ts';
import { numberedName, uniqueName } from './class-names.ts';
import {
  renameProject,
  setCaution,
  setLiveRun,
  setSettings,
  withPart,
  type Command,
} from './commands.ts';
import { finishRun, restoreEpoch, trashRuns } from './run-commands.ts';
import {
  addSamples,
  moveSamples,
  restoreSamples,
  setPart,
  trashSamples,
} from './sample-commands.ts';
import type { ProjectView } from './view.ts';

const map = <Row extends { id: string }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.id, row]));

interface Rows {
  project?: ProjectRow;
  classes?: readonly ClassRow[];
  samples?: readonly SampleRow[];
  runs?: readonly RunRow[];
}

const view = ({ project = projectRow(), classes = [], samples = [], runs = [] }: Rows = {}) =>
  ({
    project,
    classes: map(classes),
    samples: map(samples),
    runs: map(runs),
  }) satisfies ProjectView;

const NOW = 1000;
const run = (command: Command, rows: Rows = {}) => command(view(rows), NOW);
const afters = (changes: readonly Change[]) => changes.map(({ after }) => after);
const failing = (code: string) =>
  expect.objectContaining({ failure: expect.objectContaining({ code }) });

const cats = classRow('cats', { name: 'Cats', order: 1, colour: 0 });
const dogs = classRow('dogs', { name: 'Dogs', order: 2, colour: 1 });
const birds = classRow('birds', { name: 'Birds', order: 3, colour: 2 });
const trashed = (row: ClassRow) => ({ ...row, trashedAt: 5 });

describe('names of classes', () => {
  it.each([
    ['Cats', [], 'Cats'],
    ['Cats', ['cats'], 'Cats 2'],
    [' Big   cats ', ['Big Cats', 'big cats 2'], 'Big cats 3'],
    ['Maçã', ['Mac\u0327a\u0303'], 'Maçã 2'],
  ])('%j beside %j is %j', (name, taken, unique) => {
    const classes = taken.map((each, i) => classRow(String(i), { name: each }));
    expect(uniqueName(name, classes)).toBe(unique);
  });

  it('count from 1, and pass over the trash', () => {
    const classes = [
      classRow('a', { name: 'Class 1' }),
      trashed(classRow('b', { name: 'Class 2' })),
    ];
    expect(numberedName('Class', classes)).toBe('Class 2');
  });
});

describe('commands on classes', () => {
  it('adds each at the end, in the colour used least', () => {
    const { changes, count } = run(
      addClasses([
        { id: 'x', base: 'Class' },
        { id: 'y', base: 'Class' },
        { id: 'z', name: 'Cats', base: 'Class', role: 'none' },
      ]),
      { classes: [cats, dogs] },
    );
    expect(count).toBe(3);
    expect(afters(changes)).toMatchObject([
      { id: 'x', name: 'Class 1', colour: 2, order: 3, role: 'answer', projectId: 'p' },
      { id: 'y', name: 'Class 2', colour: 3, order: 4 },
      { id: 'z', name: 'Cats 2', colour: 4, order: 5, role: 'none' },
    ]);
  });

  it('refuses a name that another has, but not the own one written otherwise', () => {
    expect(() => run(renameClass('cats', 'DOGS'), { classes: [cats, dogs] })).toThrow(
      failing('class-name-taken'),
    );
    expect(
      afters(run(renameClass('cats', 'CATS'), { classes: [cats, dogs] }).changes),
    ).toMatchObject([{ name: 'CATS' }]);
    expect(run(renameClass('cats', '  '), { classes: [cats] }).changes).toEqual([]);
    expect(() => run(renameClass('gone', 'x'))).toThrow(failing('changed-elsewhere'));
  });

  it('moves one to a place, and only changes what moves', () => {
    const rows = { classes: [cats, dogs, birds] };
    const orders = (command: Command) =>
      run(command, rows).changes.map(({ after }) => [after!.id, (after as ClassRow).order]);
    expect(orders(moveClass('birds', 0))).toEqual([
      ['birds', 1],
      ['cats', 2],
      ['dogs', 3],
    ]);
    expect(orders(moveClass('cats', 1))).toEqual([
      ['dogs', 1],
      ['cats', 2],
    ]);
    expect(orders(moveClass('birds', 99))).toEqual([]);
  });

  it('trashes once, and restores under a free name', () => {
    const { changes } = run(trashClasses(['cats', 'gone', 'cats']), { classes: [cats, dogs] });
    expect(afters(changes)).toEqual([{ ...cats, trashedAt: NOW }]);
    const other = classRow('other', { name: 'cats' });
    const back = run(restoreClasses(['cats', 'other']), { classes: [trashed(cats), other] });
    expect(afters(back.changes)).toEqual([{ ...cats, name: 'Cats 2' }]);
  });
});

describe('commands on samples', () => {
  const a = sampleRow('a');
  const b = sampleRow('b', { classId: 'dogs' });
  const rows = { classes: [cats, dogs, trashed(birds)], samples: [a, b] };
  const picture = new Blob(['p']);
  const thumbnail = new Blob(['t']);

  it('adds rows with their pictures beside them', () => {
    const taken = { burst: 'x', takenAt: 1, origin: 'file' as const, picture, thumbnail };
    const draft = run(addSamples('cats', [{ id: 'n', sample: taken }], 'upload'), rows);
    expect(draft).toMatchObject({ action: 'add-samples', count: 1, group: 'upload' });
    expect(afters(draft.changes)).toEqual([
      {
        id: 'n',
        projectId: 'p',
        classId: 'cats',
        burst: 'x',
        takenAt: 1,
        origin: 'file',
        part: 'auto',
      },
    ]);
    expect(draft.data).toEqual([{ id: 'n', projectId: 'p', picture, thumbnail }]);
  });

  it('adds texts, which have no pictures', () => {
    const taken = { burst: 'x', takenAt: 1, origin: 'typed' as const, text: 'hello' };
    const draft = run(addSamples('cats', [{ id: 'n', sample: taken }]), rows);
    expect(draft.data).toEqual([]);
    expect(draft.changes[0]!.after).toMatchObject({ text: 'hello' });
  });

  it('adds and moves nothing into a class that is gone or in the trash', () => {
    for (const classId of ['birds', 'gone']) {
      expect(() => run(addSamples(classId, []), rows)).toThrow(failing('changed-elsewhere'));
      expect(() => run(moveSamples(['a'], classId), rows)).toThrow(failing('changed-elsewhere'));
    }
  });

  it('counts what it really changes', () => {
    expect(run(moveSamples(['a', 'b', 'gone'], 'dogs'), rows)).toMatchObject({
      action: 'move-samples',
      count: 1,
    });
    expect(run(trashSamples(['a', 'b']), rows).count).toBe(2);
    expect(run(restoreSamples(['a', 'b']), rows).changes).toEqual([]);
    expect(run(setPart(['a'], 'test'), rows)).toMatchObject({ action: 'lock-test', count: 1 });
    expect(run(setPart(['a'], 'auto'), rows)).toMatchObject({ action: 'unlock-test', count: 0 });
  });

  it('restores to the very row that was', () => {
    const { after } = run(trashSamples(['a']), rows).changes[0]!;
    const back = run(restoreSamples(['a']), { ...rows, samples: [after as SampleRow] });
    expect(afters(back.changes)).toStrictEqual([a]);
  });
});

describe('commands on the project', () => {
  it('gathers what a slider passes through, and settings one by one', () => {
    expect(run(setCaution(0.5)).group).toBe('set-caution');
    expect(run(setSettings({ epochs: 5 }, 'epochs')).group).toBe('set-settings epochs');
    expect(run(setSettings({ epochs: 5 })).group).toBeUndefined();
  });

  it('takes away what is given as undefined', () => {
    const project = projectRow('p', { liveRun: 'run' });
    const [after] = afters(run(setLiveRun(undefined), { project }).changes);
    expect(after).toStrictEqual(projectRow());
    expect(withPart({ a: 1, b: 2 } as { a: number; b?: number }, { b: undefined })).toStrictEqual({
      a: 1,
    });
  });

  it('answers with no run in the trash', () => {
    const runs = [runRow('run', { trashedAt: 5 })];
    expect(() => run(setLiveRun('run'), { runs })).toThrow(failing('changed-elsewhere'));
  });

  it('keeps its name where the new one is blank', () => {
    expect(run(renameProject(' ')).changes).toEqual([]);
    expect(afters(run(renameProject(' Beasts ')).changes)).toMatchObject([{ name: 'Beasts' }]);
  });
});

describe('commands on runs', () => {
  const done = runRow('run', { epoch: 3 });

  it('a run that ended with weights answers', () => {
    const draft = run(finishRun(done));
    expect(draft.endedRuns).toEqual(['run']);
    expect(draft.changes).toMatchObject([
      { store: 'runs', after: done },
      { store: 'projects', after: { liveRun: 'run' } },
    ]);
  });

  it.each([
    ['failed', 3],
    ['interrupted', 3],
    ['cancelled', undefined],
  ] as const)('a run that is %s with epoch %s does not', (state, epoch) => {
    const draft = run(finishRun({ ...done, state, epoch }));
    expect(draft.changes.map(({ store }) => store)).toEqual(['runs']);
  });

  it('a run that was resumed replaces its row', () => {
    const interrupted = { ...done, state: 'interrupted' as const };
    const [change] = run(finishRun(done), { runs: [interrupted] }).changes;
    expect(change).toMatchObject({ before: interrupted, after: done });
  });

  it('going back to an epoch makes the run answer', () => {
    expect(afters(run(restoreEpoch('run', 1), { runs: [done] }).changes)).toMatchObject([
      { epoch: 1 },
      { liveRun: 'run' },
    ]);
    const project = projectRow('p', { liveRun: 'run' });
    expect(run(restoreEpoch('run', 3), { project, runs: [done] }).changes).toEqual([]);
  });

  it('trashing the run that answers brings back the instant head', () => {
    const project = projectRow('p', { liveRun: 'run' });
    const other = runRow('other');
    const { changes } = run(trashRuns(['run']), { project, runs: [done, other] });
    expect(afters(changes)).toStrictEqual([{ ...done, trashedAt: NOW }, projectRow()]);
    expect(run(trashRuns(['other']), { project, runs: [done, other] }).changes).toHaveLength(1);
  });
});
