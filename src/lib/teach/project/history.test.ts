/** Undo and redo over long random histories: what a person sees and what the disk holds, byte for byte. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectGarbage } from '#lib/storage/collector.ts';
import { newId } from '#lib/storage/new-id.ts';
import { readCursor, readProject } from '#lib/storage/projects.ts';
import { dumpProject, runRow } from '#lib/storage/test-project.ts';
import {
  addClasses,
  moveClass,
  recolourClass,
  renameClass,
  restoreClasses,
  setClassRole,
  trashClasses,
} from './class-commands.ts';
import { renameProject, setCaution, setLiveRun, setSettings, type Command } from './commands.ts';
import type { OpenProject } from './open-project.svelte.ts';
import { RowState } from './row-state.svelte.ts';
import {
  addRun,
  finishRun,
  renameRun,
  restoreEpoch,
  restoreRuns,
  trashRuns,
} from './run-commands.ts';
import {
  editText,
  moveSamples,
  restoreSamples,
  setPart,
  trashSamples,
  type TakenSample,
} from './sample-commands.ts';
import { closeAll, newOpenProject } from './test-open.ts';

const OPERATIONS = 200;

let project: OpenProject;

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  project = await newOpenProject();
});

afterEach(closeAll);

/** Mulberry32: the same seed gives the same history. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function taken(content: string, burst: string, takenAt: number): TakenSample {
  return {
    burst,
    takenAt,
    origin: 'camera',
    hash: '00ff00ff00ff00ff',
    quality: { sharpness: 1, brightness: 0.5, clipped: 0 },
    picture: new Blob([`picture ${content}`], { type: 'image/jpeg' }),
    thumbnail: new Blob([`thumbnail ${content}`], { type: 'image/jpeg' }),
  };
}

const typed = (text: string, burst: string, takenAt: number): TakenSample => ({
  burst,
  takenAt,
  origin: 'typed',
  text,
});

/** One operation of a person, any of them. False: it had nothing to work on, or was refused. */
class Person {
  readonly #next: () => number;
  #tick = 0;

  constructor(seed: number) {
    this.#next = random(seed);
  }

  upTo(count: number): number {
    return Math.floor(this.#next() * count);
  }

  async act(): Promise<boolean> {
    const state = await readProject(project.id);
    const classes = state.classes.map(({ id }) => id);
    const samples = state.samples.map(({ id }) => id);
    const texts = state.samples.flatMap(({ id, text }) => (text === undefined ? [] : id));
    const runs = state.runs.map(({ id }) => id);
    const number = this.#tick++;
    const commands: (() => Command | undefined)[] = [
      () => addClasses([{ id: newId(), name: `Class ${this.upTo(6)}`, base: 'Class' }]),
      () =>
        addClasses([
          { id: newId(), base: 'Class' },
          { id: newId(), base: 'Class' },
        ]),
      () => this.#with(classes, (id) => renameClass(id, `Name ${this.upTo(9)}`)),
      () => this.#with(classes, (id) => recolourClass(id, this.upTo(10))),
      () => this.#with(classes, (id) => setClassRole(id, this.upTo(2) ? 'none' : 'answer')),
      () => this.#with(classes, (id) => moveClass(id, this.upTo(8))),
      () => this.#with(classes, (id) => trashClasses([id])),
      () => restoreClasses(this.#some(classes)),
      () => this.#with(classes, (id) => moveSamples(this.#some(samples), id)),
      () => this.#with(classes, (id) => moveSamples(this.#some(samples), id, 'relabel')),
      () => trashSamples(this.#some(samples)),
      () => this.#with(texts, (id) => editText(id, { id: newId(), text: `text ${number}` })),
      () => restoreSamples(this.#some(samples)),
      () => setPart(this.#some(samples), this.upTo(2) ? 'test' : 'auto'),
      () => renameProject(`Project ${this.upTo(5)}`),
      () => setSettings({ epochs: this.upTo(50), nested: { list: [1, number] } }, 'epochs'),
      () => setSettings(undefined),
      () => setCaution(this.#next()),
      () => this.#with(runs, (id) => setLiveRun(id)),
      () => setLiveRun(undefined),
      () => addRun(runRow(newId(), { projectId: project.id, startedAt: number })),
      () => finishRun(runRow(newId(), { projectId: project.id, state: 'cancelled' })),
      () =>
        this.#with(runs, (id) => finishRun(runRow(id, { projectId: project.id, epoch: number }))),
      () => this.#with(runs, (id) => renameRun(id, `Run ${number}`)),
      () => this.#with(runs, (id) => restoreEpoch(id, this.upTo(5))),
      () => trashRuns(this.#some(runs)),
      () => restoreRuns(this.#some(runs)),
    ];
    const choice = this.upTo(commands.length + 8);
    const command = commands[choice]?.();
    if (command) return project.perform(command);
    if (choice < commands.length) return false;
    if (choice < commands.length + 2) return project.undo();
    if (choice < commands.length + 3) return project.redo();
    return this.#takeSamples(
      project.classes.map(({ id }) => id),
      number,
    );
  }

  async #takeSamples(classes: readonly string[], number: number): Promise<boolean> {
    const classId = classes[this.upTo(classes.length)];
    if (classId === undefined) return false;
    const burst = `burst ${this.upTo(number + 1)}`;
    const samples = Array.from({ length: 1 + this.upTo(4) }, (_, i) =>
      i % 2 === 0 ? taken(`${number} ${i}`, burst, number) : typed(`${number} ${i}`, burst, number),
    );
    return (await project.addSamples(classId, samples)).length === samples.length;
  }

  #with(ids: readonly string[], command: (id: string) => Command): Command | undefined {
    const id = ids[this.upTo(ids.length)];
    return id === undefined ? undefined : command(id);
  }

  #some(ids: readonly string[]): string[] {
    return ids.filter(() => this.#next() < 0.2);
  }
}

const done = async () => (await readCursor(project.id)).done;

/** What the screen shows, to be the same as what a reload would show. */
function shown(from: Pick<OpenProject, 'project' | 'classes' | 'runs' | 'samplesOf' | 'trash'>) {
  const samples = from.classes.map(({ id }) => from.samplesOf(id));
  return JSON.stringify([from.project, from.classes, from.runs, samples, from.trash], null, 1);
}

async function expectShownIsStored(): Promise<void> {
  const stored = await readProject(project.id);
  // What lies in the trash is listed by time of trashing; equal times in any order.
  const sorted = (text: string) => text.split('\n').sort().join('\n');
  expect(sorted(shown(project))).toBe(sorted(shown(new RowState(stored))));
  const tally: Record<string, number> = {};
  for (const { classId, trashedAt } of stored.samples) {
    if (trashedAt === undefined) tally[classId] = (tally[classId] ?? 0) + 1;
  }
  expect(stored.cursor.tally).toEqual(tally);
}

describe('undo and redo', () => {
  it.each([1, 2, 3])(
    'of 200 random operations return equal bytes (seed %i)',
    { timeout: 60_000 },
    async (seed) => {
      const person = new Person(seed);
      /** The state after each entry of the journal; an entry written anew replaces its state. */
      const states = new Map([[0, await dumpProject(project.id)]]);
      for (let i = 0; i < OPERATIONS;) {
        if (!(await person.act())) continue;
        i++;
        const dump = await dumpProject(project.id);
        const place = await done();
        if (project.redoable) expect(dump).toBe(states.get(place));
        states.set(place, dump);
        if (i % 40 === 0) await collectGarbage(project.id, () => Promise.resolve());
      }
      await expectShownIsStored();
      const last = await done();
      expect(last).toBeGreaterThan(50);

      while (project.undoable) {
        expect(await project.undo()).toBe(true);
        expect(await dumpProject(project.id)).toBe(states.get(await done()));
      }
      expect(await done()).toBe(0);
      await collectGarbage(project.id, () => Promise.resolve());
      while (project.redoable) {
        expect(await project.redo()).toBe(true);
        expect(await dumpProject(project.id)).toBe(states.get(await done()));
      }
      expect(await dumpProject(project.id)).toBe(states.get(await done()));

      for (let i = 0; i < 60; i++) {
        await (person.upTo(2) === 0 ? project.undo() : project.redo());
        expect(await dumpProject(project.id)).toBe(states.get(await done()));
      }
      await expectShownIsStored();
      expect(project.failure).toBeUndefined();
    },
  );
});
