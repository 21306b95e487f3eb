/**
 * Keeps one camera open from `start()` to `stop()`: in between it pauses, fails and recovers by
 * itself, and at every moment is in one explicit state.
 */
import type { Failure } from '#lib/failure/failure.ts';
import { listCameras } from './devices.ts';
import type { CameraEnvironment } from './environment.ts';
import { endedFailure, missingCameras, openFailure } from './failures.ts';
import { probeTransports } from './frame-source.ts';
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
import { ScreenAwake } from './wake-lock.ts';

export interface SessionOptions {
  readonly environment: CameraEnvironment;
  readonly choice: CameraChoice;
  readonly onChoice?: ((choice: CameraChoice) => void) | undefined;
  /** The camera is let go of: whatever still holds it has to let go too. */
  readonly onRelease: () => void;
}

/** A hidden page keeps its camera this long, then gives it (and its light) back. */
export const hiddenReleaseMs = 20_000;
export const retryMs = 4000;

export class CameraSession {
  readonly #environment: CameraEnvironment;
  readonly #options: SessionOptions;
  readonly #awake: ScreenAwake;
  readonly #unwatch: () => void;
  #state = $state.raw<CameraState>({ status: 'off' });
  #devices = $state.raw<readonly CameraDevice[]>([]);
  #notice = $state.raw<CameraNotice>();
  #choice = $state.raw<CameraChoice>({});
  #view = $derived('view' in this.#state ? this.#state.view : undefined);
  /** Each opening has a number; only the newest may change anything. */
  #turn = 0;
  #unwatchTrack: () => void = () => undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #reopenedForStall = false;
  #grantedMeanwhile = false;
  #endedAtMs = -Infinity;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#environment = options.environment;
    this.#choice = options.choice;
    this.#awake = new ScreenAwake(options.environment);
    this.#unwatch = watchEnvironment(options.environment, {
      onSign: (sign) => void this.#recover(sign),
      onPermissionLost: () => this.#onPermissionLost(),
      onHidden: () => this.#onHidden(),
      onShown: () => this.#onShown(),
    });
  }

  get state(): CameraState {
    return this.#state;
  }

  get failure(): Failure | undefined {
    return this.#state.status === 'failed' ? this.#state.failure : undefined;
  }

  /** The open camera; another value for each opening. */
  get view(): CameraView | undefined {
    return this.#view;
  }

  get devices(): readonly CameraDevice[] {
    return this.#devices;
  }

  get notice(): CameraNotice | undefined {
    return this.#notice;
  }

  get choice(): CameraChoice {
    return this.#choice;
  }

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
    this.choose(wish);
    // Phones open one camera at a time, so the old one has to go first.
    this.#release();
    await this.#open();
    if (!wasOpen || this.#state.status !== 'failed') return;
    this.choose(before);
    await this.#open();
    if (this.#view) {
      const { deviceId, label, facing } = this.#view;
      const asked = 'facing' in wish ? wish.facing : 'device';
      this.#notice = { kind: 'other-camera', asked, got: { deviceId, label, facing } };
    }
  }

  choose(choice: CameraChoice): void {
    this.#choice = choice;
    this.#options.onChoice?.(choice);
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
    this.#grantedMeanwhile = false;
    if (this.#view || this.#state.status !== 'paused') this.#set({ status: 'asking' });
    try {
      const [opened] = await Promise.all([openStream(media, this.#choice), probeTransports()]);
      if (turn === this.#turn) this.#hold(opened);
      else stopTracks(opened.view);
    } catch (error) {
      const failure = await openFailure(error, this.#environment);
      if (turn === this.#turn) this.#fail(failure);
      // The refusal was still on its way; of the permission nobody tells again.
      if (this.#grantedMeanwhile) void this.#recover('permission-granted');
    }
    await this.#listDevices();
  }

  #hold({ view, notice }: OpenedCamera): void {
    this.#notice = notice;
    this.#unwatchTrack = watchTrack(view.track, {
      onEnded: () => void this.#onEnded(view),
      onMuted: () => {
        if (this.#state.status === 'live') this.#set({ status: 'paused', reason: 'muted', view });
      },
      onUnmuted: () => {
        this.#reopenedForStall = false;
        this.#show(view);
      },
      onStalled: () => void this.#onStalled(),
    });
    this.#show(view);
    if (this.#environment.page.visibilityState === 'hidden') this.#onHidden();
    // Taken away while it was opened: of that no event is told any more.
    if (view.track.readyState === 'ended') void this.#onEnded(view);
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
    this.#options.onRelease();
    if (this.#view) stopTracks(this.#view);
  }

  async #recover(sign: Sign): Promise<void> {
    this.#grantedMeanwhile ||= sign === 'permission-granted';
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
    const sinceMs = performance.now() - this.#endedAtMs;
    this.#endedAtMs = performance.now();
    // Another camera may be there, or the same one again; one that ends whenever it is opened gets a pause.
    if (sinceMs > retryMs) return this.#recover('devices-changed');
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#recover('devices-changed'), retryMs);
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

  async #listDevices(): Promise<void> {
    const { media } = this.#environment;
    if (media) this.#devices = await listCameras(media);
  }
}

function stopTracks({ stream }: CameraView): void {
  for (const track of stream.getTracks()) track.stop();
}
