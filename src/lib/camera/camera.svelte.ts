/**
 * The camera as the page sees it: one explicit state, and whatever it takes to stay live. It is
 * wanted from `start()` to `stop()`; in between it pauses, fails and recovers by itself.
 */
import type { Failure } from '#lib/failure/failure.ts';
import type { Attachment } from 'svelte/attachments';
import {
  applyControls,
  readControls,
  type CameraControls,
  type ZoomRange,
} from './capabilities.ts';
import { listCameras } from './devices.ts';
import { browserEnvironment, type CameraEnvironment } from './environment.ts';
import { endedFailure, missingCameras, openFailure } from './failures.ts';
import { openFrameSource, probeTransports, type FrameSource } from './frame-source.ts';
import { openStream, type OpenedCamera } from './open-stream.ts';
import { cameraPermission } from './permission.ts';
import { mayBeCured, watchEnvironment, watchTrack, type Sign } from './recovery.ts';
import type {
  CameraChoice,
  CameraDevice,
  CameraNotice,
  CameraState,
  CameraView,
  Facing,
} from './state.ts';
import { grabFrame, showStream } from './video.ts';
import { ScreenAwake } from './wake-lock.ts';

export interface CameraOptions {
  readonly environment?: CameraEnvironment;
  /** The choice of an earlier visit. */
  readonly choice?: CameraChoice;
  readonly onChoice?: (choice: CameraChoice) => void;
}

/** A hidden page keeps its camera this long, then gives it (and its light) back. */
export const hiddenReleaseMs = 20_000;
export const retryMs = 4000;

export class Camera {
  readonly #environment: CameraEnvironment;
  readonly #onChoice: ((choice: CameraChoice) => void) | undefined;
  readonly #awake: ScreenAwake;
  readonly #unwatch: () => void;
  #state = $state.raw<CameraState>({ status: 'off' });
  #devices = $state.raw<readonly CameraDevice[]>([]);
  #controls = $state.raw<CameraControls>({});
  #notice = $state.raw<CameraNotice>();
  #choice = $state.raw<CameraChoice>({});
  #size = $state.raw<{ width: number; height: number }>();
  #view = $derived('view' in this.#state ? this.#state.view : undefined);
  #video: HTMLVideoElement | undefined;
  /** Each opening has a number; only the newest may change anything. */
  #turn = 0;
  /** Sources hold clones of the track, which would keep the camera's light on. */
  #sources: FrameSource[] = [];
  #unwatchTrack: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reopenedForStall = false;

  constructor({ environment = browserEnvironment(), choice = {}, onChoice }: CameraOptions = {}) {
    this.#environment = environment;
    this.#choice = choice;
    this.#onChoice = onChoice;
    this.#awake = new ScreenAwake(environment);
    this.#unwatch = watchEnvironment(environment, {
      onSign: (sign) => void this.#recover(sign),
      onPermissionLost: () => this.#onPermissionLost(),
      onHidden: () => this.#onHidden(),
      onShown: () => this.#onShown(),
    });
  }

  get state(): CameraState {
    return this.#state;
  }
  get live(): boolean {
    return this.#state.status === 'live';
  }
  get failure(): Failure | undefined {
    return this.#state.status === 'failed' ? this.#state.failure : undefined;
  }
  /** Changes when another camera, or the same one anew, is open. */
  get track(): MediaStreamTrack | undefined {
    return this.#view?.track;
  }
  get devices(): readonly CameraDevice[] {
    return this.#devices;
  }
  get deviceId(): string | undefined {
    return this.#view?.deviceId;
  }
  get facing(): Facing | undefined {
    return this.#view?.facing;
  }
  /** Another camera came than the one asked for. */
  get notice(): CameraNotice | undefined {
    return this.#notice;
  }
  /** Whether to draw the picture mirrored; what the networks see never is. */
  get mirror(): boolean {
    return this.#choice.mirror ?? this.#view?.facing !== 'rear';
  }
  get torch(): boolean | undefined {
    return this.#controls.torch;
  }
  get zoom(): ZoomRange | undefined {
    return this.#controls.zoom;
  }
  /** Of the pictures, turned as they are shown; undefined before the first one. */
  get size(): { readonly width: number; readonly height: number } | undefined {
    return this.#size;
  }

  /** For `<video {@attach camera.attach}>`; the element has to be in the page for iOS to play it. */
  readonly attach: Attachment<HTMLVideoElement> = (video) => {
    this.#video = video;
    const undo = showStream(video, this.#view?.stream, (width, height) => {
      this.#size = width > 0 && height > 0 ? { width, height } : undefined;
    });
    return () => {
      if (this.#video === video) this.#video = undefined;
      undo();
    };
  };

  /** Asks for the camera, or asks again after a failure. */
  async start(): Promise<void> {
    const { status } = this.#state;
    if (status === 'asking' || status === 'live' || status === 'paused') return;
    await this.#open();
  }

  stop(): void {
    this.#release();
    this.#notice = undefined;
    this.#set({ status: 'off' });
  }

  /** Goes to a device or a side; where that fails, back to what was open before. */
  async switchTo(wish: { deviceId: string } | { facing: Facing }): Promise<void> {
    const before = this.#choice;
    const wasOpen = this.#view !== undefined;
    this.#choose(wish);
    // Phones open one camera at a time, so the old one has to go first.
    this.#release();
    await this.#open();
    if (!wasOpen || this.#state.status !== 'failed') return;
    this.#choose(before);
    await this.#open();
    if (this.#view) {
      const { deviceId, label, facing } = this.#view;
      const asked = 'facing' in wish ? wish.facing : 'device';
      this.#notice = { kind: 'other-camera', asked, got: { deviceId, label, facing } };
    }
  }

  /** The other side, or the next camera where sides are unknown. */
  async flip(): Promise<void> {
    const facing = this.#view?.facing;
    if (facing && this.#devices.some((device) => device.facing && device.facing !== facing)) {
      return this.switchTo({ facing: facing === 'rear' ? 'front' : 'rear' });
    }
    const at = this.#devices.findIndex(({ deviceId }) => deviceId === this.#view?.deviceId);
    const next = this.#devices[(at + 1) % this.#devices.length];
    if (next && next.deviceId !== this.#view?.deviceId) await this.switchTo(next);
  }

  setMirror(mirror: boolean): void {
    this.#choose({ ...this.#choice, mirror });
  }

  async setTorch(torch: boolean): Promise<void> {
    const track = this.track;
    if (track) this.#controls = await applyControls(track, { torch });
  }

  async setZoom(zoom: number): Promise<void> {
    const track = this.track;
    if (track) this.#controls = await applyControls(track, { zoom });
  }

  /** Frames for one worker; a fresh source for each. Undefined while no camera is open. */
  openSource(): FrameSource | undefined {
    const track = this.track;
    if (!track) return undefined;
    const source = openFrameSource(track, { video: () => this.#video });
    this.#sources.push(source);
    return source;
  }

  /** The picture shown now. */
  grab(): Promise<ImageBitmap | undefined> {
    return grabFrame(this.#view && this.#video);
  }

  /** For good: nothing is watched any more. */
  close(): void {
    this.stop();
    this.#unwatch();
  }

  async #open(): Promise<void> {
    const missing = missingCameras(this.#environment);
    const { media } = this.#environment;
    if (missing || !media) return this.#fail(missing ?? { code: 'camera-unsupported' });
    const turn = ++this.#turn;
    clearTimeout(this.#timer);
    if (this.#view || this.#state.status !== 'paused') this.#set({ status: 'asking' });
    try {
      const [opened] = await Promise.all([openStream(media, this.#choice), probeTransports()]);
      if (turn === this.#turn) this.#hold(opened);
      else stopTracks(opened.view);
    } catch (error) {
      const failure = await openFailure(error, this.#environment);
      if (turn === this.#turn) this.#fail(failure);
    }
    await this.#listDevices();
  }

  #hold({ view, notice }: OpenedCamera): void {
    this.#notice = notice;
    this.#controls = readControls(view.track);
    this.#unwatchTrack = watchTrack(view.track, {
      onEnded: () => void this.#onEnded(view),
      onMuted: () => {
        if (this.live) this.#set({ status: 'paused', reason: 'muted', view });
      },
      onUnmuted: () => {
        this.#reopenedForStall = false;
        this.#show(view);
      },
      onStalled: () => void this.#onStalled(),
    });
    this.#show(view);
    if (this.#environment.page.visibilityState === 'hidden') this.#onHidden();
  }

  /** Live, as far as the page and the platform let it be. */
  #show(view: CameraView): void {
    const hidden = this.#environment.page.visibilityState === 'hidden';
    if (hidden) this.#set({ status: 'paused', reason: 'hidden', view });
    else if (view.track.muted) this.#set({ status: 'paused', reason: 'muted', view });
    else this.#set({ status: 'live', view });
  }

  #set(state: CameraState): void {
    this.#state = state;
    this.#awake.set(state.status === 'live');
  }

  #fail(failure: Failure): void {
    this.#release();
    this.#set({ status: 'failed', failure });
    if (mayBeCured(failure.code, 'time-passed')) {
      this.#timer = setTimeout(() => void this.#recover('time-passed'), retryMs);
    }
  }

  #release(): void {
    this.#turn++;
    clearTimeout(this.#timer);
    this.#unwatchTrack();
    this.#unwatchTrack = () => undefined;
    for (const source of this.#sources) source.close();
    this.#sources = [];
    if (this.#view) stopTracks(this.#view);
    this.#controls = {};
    this.#size = undefined;
  }

  async #recover(sign: Sign): Promise<void> {
    if (sign === 'devices-changed') await this.#listDevices();
    const failure = this.failure;
    if (!failure || !mayBeCured(failure.code, sign)) return;
    if (sign === 'devices-changed' && this.#devices.length === 0) {
      // Before permission the list is empty although there are cameras.
      if (failure.code !== 'camera-missing') return;
    }
    // Nobody asked, so nothing may pop up: only where the answer is known to be yes.
    const silent = sign === 'page-shown' || sign === 'time-passed';
    if (silent && (await cameraPermission(this.#environment)) !== 'granted') return;
    if (this.failure === failure) await this.#open();
  }

  async #onEnded(view: CameraView): Promise<void> {
    if (this.#view !== view) return;
    if (this.#environment.page.visibilityState === 'hidden') {
      // iOS takes the camera from pages in the background: opened again on return.
      this.#release();
      this.#set({ status: 'paused', reason: 'hidden' });
      return;
    }
    const failure = await endedFailure(view, this.#environment);
    if (this.#view !== view) return;
    this.#fail(failure);
    // Another camera may be there, or the same one again.
    await this.#recover('devices-changed');
  }

  async #onStalled(): Promise<void> {
    if (this.#environment.page.visibilityState === 'hidden') return;
    if (this.#reopenedForStall) {
      this.#reopenedForStall = false;
      return this.#fail({ code: 'camera-stalled' });
    }
    // iOS leaves the picture frozen after calls; a new stream wakes it.
    this.#reopenedForStall = true;
    this.#release();
    await this.#open();
  }

  #onPermissionLost(): void {
    if (this.#view) this.#fail({ code: 'camera-revoked' });
  }

  #onHidden(): void {
    const view = this.#view;
    if (!view) return;
    this.#set({ status: 'paused', reason: 'hidden', view });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#release();
      this.#set({ status: 'paused', reason: 'hidden' });
    }, hiddenReleaseMs);
  }

  #onShown(): void {
    if (this.#state.status !== 'paused') return;
    clearTimeout(this.#timer);
    const view = this.#view;
    if (view?.track.readyState === 'live') this.#show(view);
    else void this.#open();
  }

  #choose(choice: CameraChoice): void {
    this.#choice = choice;
    this.#onChoice?.(choice);
  }

  async #listDevices(): Promise<void> {
    const { media } = this.#environment;
    if (media) this.#devices = await listCameras(media);
  }
}

function stopTracks({ stream }: CameraView): void {
  for (const track of stream.getTracks()) track.stop();
}
