/** Puts See together: the camera and the engine open at the same time, and neither waits. */
import { asset } from '$app/paths';
import { Camera } from '#lib/camera/camera.svelte.ts';
import { browserEnvironment } from '#lib/camera/environment.ts';
import { fakeMedia } from '#lib/camera/fake-media.ts';
import { backendNames, type BackendName } from '#lib/engine/backend.ts';
import { SwitchableEngine } from '#lib/engine/switchable-engine.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import { modelNames } from '#lib/vision/labels/index.ts';
import { EVERYDAY, isBuiltIn, modelsOf, type ModelChoice } from '#lib/vision/models.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';
import { openVision } from '#lib/vision/vision-engine.ts';
import { parseCameraChoice } from '#lib/camera/camera-choice.ts';
import { ModelSwitch } from './model-switch.svelte.ts';
import { See } from './see.svelte.ts';

/** The choices that the page's address can make. */
export interface SeeAddress {
  readonly pinned?: BackendName | undefined;
  readonly fakeCamera: boolean;
  readonly debug: boolean;
  /** A photo was shared to the app and waits to be taken. */
  readonly shared: boolean;
  /** What to look with; absent: what was chosen last. */
  readonly model?: ModelChoice | undefined;
}

export function readAddress(query: URLSearchParams): SeeAddress {
  const backend = query.get('backend');
  return {
    pinned: backendNames.find((name) => name === backend),
    fakeCamera: query.get('camera') === 'fake',
    debug: query.has('debug'),
    shared: query.has('shared'),
    model: query.get('model') || undefined,
  };
}

export interface OpenedSee {
  readonly see: See;
  readonly camera: Camera;
  readonly models: ModelSwitch;
  /** How frames reach the worker, for the debug overlay. */
  readonly path: () => string;
  readonly retryEngine: () => void;
  readonly close: () => void;
}

const CAMERA_KEY = 'camera';
const MODEL_KEY = 'see-model';

const parseModel = (stored: unknown): ModelChoice =>
  typeof stored === 'string' && stored !== '' ? stored : EVERYDAY;

/** @param onModel told of another choice of what to look with. */
export function openSee(
  { pinned, fakeCamera, model }: SeeAddress,
  onModel: (choice: ModelChoice) => void = () => {},
): OpenedSee {
  let path = '–';
  const open = (choice: ModelChoice) => openVision({ pinned, models: modelsOf(choice) });
  const first = model ?? readPreference(MODEL_KEY, parseModel);
  const engine = new SwitchableEngine<VisionCalls>(open(first));
  // Only for those who have installed one.
  const learn = async (choice: ModelChoice) => {
    modelNames.choose(choice);
    if (isBuiltIn(choice)) return;
    const { learnLabels } = await import('#lib/catalogue/labels/learn-labels.ts');
    await learnLabels(choice);
  };
  void learn(first);
  const models = new ModelSwitch({
    engine,
    first,
    open,
    onChosen: (choice) => {
      writePreference(MODEL_KEY, choice);
      onModel(choice);
      void learn(choice);
      void see.lookAgain();
    },
  });
  const camera = new Camera({
    environment: browserEnvironment(fakeCamera ? fakeMedia(asset('/samples')) : undefined),
    choice: readPreference(CAMERA_KEY, parseCameraChoice),
    onChoice: (choice) => void writePreference(CAMERA_KEY, choice),
  });
  const see = new See({
    engine,
    openSource: () => {
      const source = camera.openSource();
      if (source) path = source.input.kind;
      return source;
    },
    grabFrame: () => camera.grab(),
  });
  void camera.start();
  void see.tray.load();
  return {
    see,
    camera,
    models,
    path: () => path,
    retryEngine: () => engine.retry(),
    close: () => {
      modelNames.choose(undefined);
      see.close();
      models.close();
      camera.close();
      engine.close();
    },
  };
}
