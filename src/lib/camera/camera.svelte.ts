/** The camera as the page sees it: its state, its picture, its controls, its frames for a worker. */
import type { Failure } from '#lib/failure/failure.ts';
import type { Attachment } from 'svelte/attachments';
import { CameraSession } from './camera-session.svelte.ts';
import {
  applyControls,
  readControls,
  type CameraControls,
  type ZoomRange,
} from './capabilities.ts';
import { browserEnvironment, type CameraEnvironment } from './environment.ts';
import { openFrameSource, type FrameSource } from './frame-source.ts';
import type { CameraChoice, CameraDevice, CameraNotice, CameraState, Facing } from './state.ts';
import { grabFrame, showStream } from './video.ts';

export interface CameraOptions {
  readonly environment?: CameraEnvironment;
  /** The choice of an earlier visit. */
  readonly choice?: CameraChoice;
  readonly onChoice?: (choice: CameraChoice) => void;
}

export class Camera {
  readonly #session: CameraSession;
  #video: HTMLVideoElement | undefined;
  /** Sources hold clones of the track, which would keep the camera's light on. */
  #sources: FrameSource[] = [];
  #size = $state.raw<{ width: number; height: number }>();
  /** Controls as they are since the visitor last moved one of this track. */
  #moved = $state.raw<{ track: MediaStreamTrack; controls: CameraControls }>();
  #controls = $derived.by((): CameraControls => {
    const { track } = this;
    if (!track) return {};
    return this.#moved?.track === track ? this.#moved.controls : readControls(track);
  });

  constructor({ environment = browserEnvironment(), choice = {}, onChoice }: CameraOptions = {}) {
    this.#session = new CameraSession({
      environment,
      choice,
      onChoice,
      onRelease: () => {
        for (const source of this.#sources) source.close();
        this.#sources = [];
      },
    });
  }

  get state(): CameraState {
    return this.#session.state;
  }
  get live(): boolean {
    return this.state.status === 'live';
  }
  get failure(): Failure | undefined {
    return this.#session.failure;
  }
  /** Changes when another camera, or the same one anew, is open. */
  get track(): MediaStreamTrack | undefined {
    return this.#session.view?.track;
  }
  get devices(): readonly CameraDevice[] {
    return this.#session.devices;
  }
  get deviceId(): string | undefined {
    return this.#session.view?.deviceId;
  }
  get facing(): Facing | undefined {
    return this.#session.view?.facing;
  }
  /** Another camera came than the one asked for. */
  get notice(): CameraNotice | undefined {
    return this.#session.notice;
  }
  /** Whether to draw the picture mirrored; what the networks see never is. */
  get mirror(): boolean {
    return this.#session.choice.mirror ?? this.#session.view?.facing !== 'rear';
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
    const undo = showStream(video, this.#session.view?.stream, (width, height) => {
      this.#size = width > 0 && height > 0 ? { width, height } : undefined;
    });
    return () => {
      if (this.#video === video) this.#video = undefined;
      this.#size = undefined;
      undo();
    };
  };

  /** Asks for the camera, or asks again after a failure. */
  start(): Promise<void> {
    return this.#session.start();
  }

  stop(): void {
    this.#session.stop();
  }

  /** Goes to a device or a side; where that fails, back to what was open before. */
  switchTo(wish: { deviceId: string } | { facing: Facing }): Promise<void> {
    return this.#session.switchTo(wish);
  }

  /** The other side, or the next camera where sides are unknown. */
  async flip(): Promise<void> {
    const { facing, deviceId, devices } = this;
    if (facing && devices.some((device) => device.facing && device.facing !== facing)) {
      return this.switchTo({ facing: facing === 'rear' ? 'front' : 'rear' });
    }
    const at = devices.findIndex((device) => device.deviceId === deviceId);
    const next = devices[(at + 1) % devices.length];
    if (next && next.deviceId !== deviceId) await this.switchTo(next);
  }

  setMirror(mirror: boolean): void {
    this.#session.choose({ ...this.#session.choice, mirror });
  }

  setTorch(torch: boolean): Promise<void> {
    return this.#move({ torch });
  }

  setZoom(zoom: number): Promise<void> {
    return this.#move({ zoom });
  }

  /** Frames for one worker; a fresh source for each. Undefined while no camera is open. */
  openSource(): FrameSource | undefined {
    const track = this.track;
    // One that was taken away has ended a moment before anybody is told; nothing can be read from it.
    if (!track || track.readyState === 'ended') return undefined;
    const source = openFrameSource(track, { video: () => this.#video });
    this.#sources.push(source);
    return source;
  }

  /** The picture shown now. */
  grab(): Promise<ImageBitmap | undefined> {
    return grabFrame(this.track && this.#video);
  }

  /** For good: nothing is watched any more. */
  close(): void {
    this.#session.close();
  }

  async #move(wish: { torch?: boolean; zoom?: number }): Promise<void> {
    const { track } = this;
    if (track) this.#moved = { track, controls: await applyControls(track, wish) };
  }
}
