/**
 * Everything that is open while a project of pictures is: its rows, the camera, what collects and, from
 * the other parts of Teach, what trains and tests. Panels get it whole, as their property `workbench`.
 */
import type { BackendName } from '#lib/engine/backend.ts';
import { Camera } from '#lib/camera/camera.svelte.ts';
import { parseCameraChoice } from '#lib/camera/camera-choice.ts';
import { browserEnvironment, type CameraMedia } from '#lib/camera/environment.ts';
import { cameraPermission } from '#lib/camera/permission.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import { readThumbnailUrls } from '#lib/storage/samples.ts';
import { m } from '#paraglide/messages.js';
import { Collecting } from '../collect/collecting.svelte.ts';
import { Thumbnails } from '../collect/thumbnails.ts';
import type { OpenProject } from '../project/open-project.svelte.ts';
import { LiveTest } from '../test/live-test.svelte.ts';
import { Testing } from '../test/testing.svelte.ts';
import { Follower } from '../train/follower.svelte.ts';
import { Training } from '../train/training.svelte.ts';
import { openTester, openTrainer } from '../trainer/open-trainer.ts';
import { TrunkChange } from '../trunk/trunk-change.svelte.ts';
import { TrunkEngine } from '../trunk/trunk-engine.ts';
import { trunkOfRun } from '../trunk/trunk-of.ts';
import { Checkup } from '../understand/checkup.svelte.ts';
import { ProjectMap } from '../understand/project-map.svelte.ts';
import type { BenchContext } from './bench-context.ts';

/** What a panel of the workbench may use. */
export interface WorkbenchContext extends BenchContext {
  /** One for collecting and testing; `Viewfinder.svelte` shows it, so no panel attaches a video. */
  readonly camera: Camera;
  readonly collecting: Collecting;
  /** URLs of thumbnails by sample id, shared by every grid. */
  readonly thumbnails: Thumbnails;
  /** The worker that knows every sample: embeds, trains, finds look-alikes. */
  readonly trainer: TrunkEngine;
  readonly follower: Follower;
  readonly training: Training;
  /** What the project sees with, and another on its way. */
  readonly trunks: TrunkChange;
  /** Answers what the camera shows, in a worker of its own. */
  readonly liveTest: LiveTest;
  /** What a person can do while testing. */
  readonly testing: Testing;
  /** Doubtful samples. */
  readonly checkup: Checkup;
  readonly map: ProjectMap;
}

export interface OpenedWorkbench extends WorkbenchContext {
  readonly close: () => void;
}

const CAMERA_KEY = 'camera';

export interface WorkbenchOptions {
  /** Stands in for the browser's cameras (`?camera=fake`). */
  readonly media?: CameraMedia | undefined;
  /** Only this backend (`?backend=…`). */
  readonly pinned?: BackendName | undefined;
}

/** @param project of pictures; it is closed with the bench. */
export async function openWorkbench(
  project: OpenProject,
  { media, pinned }: WorkbenchOptions = {},
): Promise<OpenedWorkbench> {
  const { id: projectId } = project;
  const environment = browserEnvironment(media);
  const camera = new Camera({
    environment,
    choice: readPreference(CAMERA_KEY, parseCameraChoice),
    onChoice: (choice) => void writePreference(CAMERA_KEY, choice),
  });
  const thumbnails = new Thumbnails({
    read: (ids) => readThumbnailUrls(projectId, ids),
    soon: (work) => void requestAnimationFrame(work),
  });
  const collecting = new Collecting(project, camera);
  const { trunk, liveRun } = project.project;
  const answering = project.runs.find(({ id }) => id === liveRun);
  const trainer = new TrunkEngine(trunk, (of) => openTrainer({ trunk: of, pinned }));
  const tester = new TrunkEngine(answering ? trunkOfRun(answering) : trunk, (of) =>
    openTester({ trunk: of, pinned }),
  );
  const follower = new Follower(project, trainer);
  const nameRun = (number: number) => m.teach_run_name({ number });
  const training = new Training({
    project,
    engine: trainer,
    follower,
    trunk: () => trainer.trunk,
    nameRun,
  });
  const trunks = new TrunkChange({ project, trainer, follower, training });
  const liveTest = new LiveTest({
    project,
    follower,
    engine: tester,
    openSource: () => camera.openSource(),
    grabFrame: () => camera.grab(),
  });
  const testing = new Testing({
    project,
    camera,
    live: liveTest,
    trainer,
    instantMethod: () => follower.method,
    isComparable: () => tester.trunk === trainer.trunk,
    restart: () => tester.retry(),
  });
  const checkup = new Checkup(trainer, projectId);
  const map = new ProjectMap(trainer);
  // Nobody is asked for the camera before wanting it; where the answer is known, it is there at once.
  if (media || (await cameraPermission(environment)) === 'granted') void camera.start();
  return {
    project,
    camera,
    collecting,
    thumbnails,
    trainer,
    follower,
    training,
    trunks,
    liveTest,
    testing,
    checkup,
    map,
    close: () => {
      collecting.close();
      checkup.stop();
      map.stop();
      trunks.close();
      testing.close();
      training.close();
      liveTest.close();
      follower.close();
      tester.close();
      trainer.close();
      camera.close();
      thumbnails.close();
      project.close();
    },
  };
}
