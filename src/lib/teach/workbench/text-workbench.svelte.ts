/** Everything that is open while a project of texts is. No camera is in it, and none is asked for. */
import type { BackendName } from '#lib/engine/backend.ts';
import { m } from '#paraglide/messages.js';
import { TextCollecting } from '../collect/texts/text-collecting.svelte.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import { TextTesting } from '../test/texts/text-testing.svelte.ts';
import { TypingTest } from '../test/texts/typing-test.svelte.ts';
import { Follower } from '../train/follower.svelte.ts';
import { Training } from '../train/training.svelte.ts';
import {
  openTextTester,
  openTextTrainer,
  type TextTrainerEngine,
} from '../trainer/text/open-text-trainer.ts';
import { Checkup } from '../understand/checkup.svelte.ts';
import { ProjectMap } from '../understand/project-map.svelte.ts';
import type { TextFaces } from '../understand/sample-faces.ts';
import type { BenchContext } from './bench-context.ts';

/** What a panel of the bench may use. */
export interface TextWorkbenchContext extends BenchContext {
  readonly collecting: TextCollecting;
  /** The beginnings of texts, where samples are shown small. */
  readonly faces: TextFaces;
  /** The worker that knows every sample: embeds, trains, finds look-alikes. */
  readonly trainer: TextTrainerEngine;
  readonly follower: Follower;
  readonly training: Training;
  /** What a person can do while testing; its answers come from a worker of their own. */
  readonly testing: TextTesting;
  /** Doubtful samples. */
  readonly checkup: Checkup;
  readonly map: ProjectMap;
}

export interface OpenedTextWorkbench extends TextWorkbenchContext {
  readonly close: () => void;
}

/** @param project of texts; it is closed with the bench. */
export function openTextWorkbench(
  project: OpenProject,
  { pinned }: { readonly pinned?: BackendName | undefined } = {},
): OpenedTextWorkbench {
  const collecting = new TextCollecting(project);
  const { trunk } = project.project;
  const trainer = openTextTrainer({ trunk, pinned });
  const tester = openTextTester({ trunk, pinned });
  const follower = new Follower(project, trainer);
  const nameRun = (number: number) => m.teach_run_name({ number });
  const training = new Training({ project, engine: trainer, follower, nameRun });
  const live = new TypingTest({ project, follower, engine: tester });
  const testing = new TextTesting({
    project,
    live,
    tester,
    trainer,
    instantMethod: () => follower.method,
    restart: () => tester.retry(),
  });
  const checkup = new Checkup(trainer, project.id);
  const map = new ProjectMap(trainer);
  return {
    project,
    collecting,
    faces: { kind: 'text', textOf: (id) => project.sample(id)?.text },
    trainer,
    follower,
    training,
    testing,
    checkup,
    map,
    close: () => {
      collecting.close();
      checkup.stop();
      map.stop();
      testing.close();
      training.close();
      live.close();
      follower.close();
      tester.close();
      trainer.close();
      void project.close();
    },
  };
}
