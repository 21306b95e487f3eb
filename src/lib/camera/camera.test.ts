import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { hiddenReleaseMs, retryMs } from './camera-session.svelte.ts';
import { Camera } from './camera.svelte.ts';
import type { CameraEnvironment } from './environment.ts';
import { muteGraceMs, stallMs } from './recovery.ts';
import type { CameraChoice } from './state.ts';

class FakeTrack extends EventTarget {
  readyState: MediaStreamTrackState = 'live';
  muted = false;
  constructor(
    readonly label: string,
    readonly settings: MediaTrackSettings,
    readonly capabilities: object = {},
  ) {
    super();
  }
  getSettings = () => this.settings;
  getCapabilities = () => this.capabilities;
  stop = () => (this.readyState = 'ended');
  clone = () => new FakeTrack(this.label, this.settings, this.capabilities);
  applyConstraints = async (constraints: MediaTrackConstraints) => {
    Object.assign(this.settings, constraints.advanced?.[0]);
  };
  emit(name: 'ended' | 'mute' | 'unmute') {
    if (name === 'ended') this.readyState = 'ended';
    else this.muted = name === 'mute';
    this.dispatchEvent(new Event(name));
  }
}

interface Device {
  id: string;
  label: string;
  facingMode?: string;
  capabilities?: object;
}

const front: Device = { id: 'f', label: 'camera 1, facing front', facingMode: 'user' };
const rear: Device = {
  id: 'r',
  label: 'camera 0, facing back',
  facingMode: 'environment',
  capabilities: { torch: true, zoom: { min: 1, max: 8, step: 0.1 } },
};
const webcam: Device = { id: 'w', label: 'Webcam (046d:0825)' };

/** A machine with cameras, as far as a page can tell. */
class FakeWorld {
  devices: Device[];
  permission: PermissionState = 'prompt';
  /** Thrown by the next calls instead of opening. */
  errors: { name: string; message: string }[] = [];
  /** What an answer waits for. */
  pondering: Promise<unknown> | undefined;
  tracks: FakeTrack[] = [];
  /** So many of the next cameras are taken away before whoever asked has them. */
  endedAtOnce = 0;
  asked: MediaTrackConstraints[] = [];
  locks = 0;
  readonly media = new EventTarget();
  readonly page = Object.assign(new EventTarget(), {
    visibilityState: 'visible' as DocumentVisibilityState,
  });
  readonly status = new EventTarget();

  constructor(...devices: Device[]) {
    this.devices = devices;
  }

  get environment(): CameraEnvironment {
    const status = Object.defineProperty(this.status, 'state', {
      get: () => this.permission,
      configurable: true,
    });
    return {
      secure: true,
      media: Object.assign(this.media, {
        getUserMedia: async ({ video }: MediaStreamConstraints) => {
          await this.pondering;
          return this.#open(video);
        },
        enumerateDevices: async () =>
          this.devices.map(({ id, label }) => ({
            kind: 'videoinput',
            deviceId: this.permission === 'granted' ? id : '',
            label,
          })),
      }) as unknown as CameraEnvironment['media'],
      permissions: { query: async () => status as PermissionStatus },
      page: this.page,
      wakeLock: {
        request: async () => {
          this.locks++;
          return { release: async () => this.locks-- } as unknown as WakeLockSentinel;
        },
      },
    };
  }

  get track(): FakeTrack {
    return this.tracks.at(-1)!;
  }
  get open(): number {
    return this.tracks.filter(({ readyState }) => readyState === 'live').length;
  }

  #open(video: MediaStreamConstraints['video']) {
    const wish = video as { deviceId?: ConstrainDOMStringParameters } & {
      facingMode?: ConstrainDOMStringParameters;
    };
    this.asked.push(wish as MediaTrackConstraints);
    const error = this.errors.shift();
    if (error) throw error;
    const { deviceId, facingMode } = wish;
    const found =
      this.devices.find(({ id }) => id === deviceId?.exact) ??
      this.devices.find(
        (device) =>
          !deviceId && device.facingMode === (facingMode?.exact ?? facingMode?.ideal ?? ''),
      );
    const exact = deviceId?.exact ?? facingMode?.exact;
    if (!found && exact) throw { name: 'OverconstrainedError', message: '' };
    const device = found ?? this.devices[0];
    if (!device) throw { name: 'NotFoundError', message: 'Requested device not found' };
    this.permission = 'granted';
    const track = new FakeTrack(
      device.label,
      { deviceId: device.id, facingMode: device.facingMode },
      device.capabilities,
    );
    this.tracks.push(track);
    if (this.endedAtOnce-- > 0) track.stop();
    return { getVideoTracks: () => [track], getTracks: () => [track] };
  }

  set(permission: PermissionState) {
    this.permission = permission;
    this.status.dispatchEvent(new Event('change'));
  }
  show(visibility: DocumentVisibilityState) {
    this.page.visibilityState = visibility;
    this.page.dispatchEvent(new Event('visibilitychange'));
  }
  plug(...devices: Device[]) {
    this.devices = devices;
    this.media.dispatchEvent(new Event('devicechange'));
  }
}

const settle = () => vi.advanceTimersByTimeAsync(0);

async function started(world: FakeWorld, choice?: CameraChoice) {
  const camera = new Camera({ environment: world.environment, choice });
  await camera.start();
  await settle();
  return camera;
}

beforeEach(() => {
  vi.useFakeTimers();
  // A browser that reads tracks on the page: nothing to probe.
  vi.stubGlobal('MediaStreamTrackProcessor', vi.fn());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('opening', () => {
  it('prefers the rear camera, unmirrored, and lists devices afterwards', async () => {
    const world = new FakeWorld(front, rear);
    const camera = new Camera({ environment: world.environment });
    expect(camera.state.status).toBe('off');
    const starting = camera.start();
    expect(camera.state.status).toBe('asking');
    await starting;
    expect(camera.state.status).toBe('live');
    expect([camera.facing, camera.mirror]).toEqual(['rear', false]);
    expect(camera.devices.map(({ facing }) => facing)).toEqual(['front', 'rear']);
    expect(camera.notice).toBeUndefined();
    await settle();
    expect(world.locks).toBe(1);
  });

  it('mirrors a webcam unless told otherwise, and remembers that', async () => {
    const onChoice = vi.fn();
    const world = new FakeWorld(webcam);
    const camera = new Camera({ environment: world.environment, onChoice });
    await camera.start();
    expect(camera.mirror).toBe(true);
    camera.setMirror(false);
    expect(camera.mirror).toBe(false);
    expect(onChoice).toHaveBeenLastCalledWith({ mirror: false });
  });

  it('falls back from a device that is gone and says so', async () => {
    const camera = await started(new FakeWorld(front), { deviceId: 'gone' });
    expect(camera.state.status).toBe('live');
    expect(camera.notice).toMatchObject({ asked: 'device', got: { deviceId: 'f' } });
  });

  it('says when the front camera came instead of the rear one', async () => {
    const camera = await started(new FakeWorld(front), { facing: 'rear' });
    expect(camera.notice).toMatchObject({ asked: 'rear', got: { facing: 'front' } });
  });

  it('lets go of a camera that came after stop', async () => {
    const world = new FakeWorld(webcam);
    const camera = new Camera({ environment: world.environment });
    const starting = camera.start();
    camera.stop();
    await starting;
    expect(camera.state.status).toBe('off');
    expect(world.open).toBe(0);
  });
});

describe('failing to open', () => {
  const cases: [string, string, PermissionState, string][] = [
    ['NotAllowedError', 'Permission denied', 'denied', 'camera-denied'],
    ['NotAllowedError', 'Permission denied by system', 'granted', 'camera-denied'],
    ['NotAllowedError', 'Permission dismissed', 'prompt', 'camera-dismissed'],
    ['NotAllowedError', 'The request is not allowed', 'prompt', 'camera-dismissed'],
    ['NotReadableError', 'Could not start video source', 'granted', 'camera-busy'],
    ['AbortError', 'Starting video failed', 'granted', 'camera-busy'],
    ['SecurityError', '', 'prompt', 'camera-dismissed'],
  ];
  it.each(cases)('%s (%s, %s) is %s', async (name, message, permission, code) => {
    const world = new FakeWorld(webcam);
    world.permission = permission;
    world.errors = [{ name, message }];
    const camera = await started(world);
    expect(camera.failure?.code).toBe(code);
    expect(world.locks).toBe(0);
  });

  it('tells a page without cameras why', async () => {
    const { environment } = new FakeWorld();
    const insecure = new Camera({
      environment: { ...environment, media: undefined, secure: false },
    });
    await insecure.start();
    expect(insecure.failure?.code).toBe('camera-insecure');
    const old = new Camera({ environment: { ...environment, media: undefined } });
    await old.start();
    expect(old.failure?.code).toBe('camera-unsupported');
  });

  it('throws a bug on', async () => {
    const world = new FakeWorld(webcam);
    world.errors = [new ReferenceError('no such thing')];
    const camera = new Camera({ environment: world.environment });
    await expect(camera.start()).rejects.toThrow('no such thing');
  });
});

describe('recovering', () => {
  it('opens when a camera is plugged in', async () => {
    const world = new FakeWorld();
    const camera = await started(world);
    expect(camera.failure?.code).toBe('camera-missing');
    world.plug(webcam);
    await settle();
    expect(camera.state.status).toBe('live');
  });

  it('opens when permission is given after all', async () => {
    const world = new FakeWorld(webcam);
    world.permission = 'denied';
    world.errors = [{ name: 'NotAllowedError', message: '' }];
    const camera = await started(world);
    world.set('granted');
    await settle();
    expect(camera.state.status).toBe('live');
  });

  it('opens when permission is given while the refusal is still on its way', async () => {
    const world = new FakeWorld(webcam);
    world.errors = [{ name: 'NotAllowedError', message: '' }];
    let answer = () => {};
    world.pondering = new Promise<void>((resolve) => (answer = resolve));
    const starting = started(world);
    await settle();
    world.set('granted');
    answer();
    const camera = await starting;
    await settle();
    expect(camera.state.status).toBe('live');
  });

  it('tries a busy camera again, but never asks the visitor by itself', async () => {
    const world = new FakeWorld(webcam);
    world.permission = 'granted';
    world.errors = [{ name: 'NotReadableError', message: '' }];
    const camera = await started(world);
    world.errors = [{ name: 'NotReadableError', message: '' }];
    await vi.advanceTimersByTimeAsync(retryMs);
    expect(camera.failure?.code).toBe('camera-busy');
    await vi.advanceTimersByTimeAsync(retryMs);
    expect(camera.state.status).toBe('live');

    const shy = new FakeWorld(webcam);
    shy.errors = [{ name: 'NotReadableError', message: '' }];
    await started(shy);
    await vi.advanceTimersByTimeAsync(retryMs * 3);
    expect(shy.asked.length).toBe(1);
  });

  it('tells unplugged from revoked, and comes back', async () => {
    const world = new FakeWorld(webcam);
    const camera = await started(world);
    world.devices = [];
    world.track.emit('ended');
    await settle();
    expect(camera.failure?.code).toBe('camera-unplugged');
    world.plug(webcam);
    await settle();
    expect(camera.state.status).toBe('live');
    world.permission = 'prompt';
    world.track.emit('ended');
    await settle();
    expect(camera.failure?.code).toBe('camera-revoked');
    world.set('granted');
    await settle();
    expect(camera.state.status).toBe('live');
    world.set('denied');
    expect(camera.failure?.code).toBe('camera-revoked');
    expect(world.open).toBe(0);
  });

  it('gives no frames of a track that has ended a moment before anybody is told', async () => {
    const world = new FakeWorld(webcam);
    const camera = await started(world);
    expect(camera.openSource()).toBeDefined();
    world.track.stop();
    expect(camera.state.status).toBe('live');
    expect(camera.openSource()).toBeUndefined();
  });

  it('opens again what was taken away while it was opened, of which no event tells', async () => {
    const world = new FakeWorld(webcam);
    world.endedAtOnce = 1;
    const camera = await started(world);
    await settle();
    expect([world.asked.length, camera.live, world.open]).toEqual([2, true, 1]);
  });

  it('makes a pause before it opens a camera that ends whenever it is opened', async () => {
    const world = new FakeWorld(webcam);
    world.endedAtOnce = 3;
    const camera = await started(world);
    await vi.advanceTimersByTimeAsync(retryMs - 1);
    expect([world.asked.length, camera.failure?.code]).toEqual([2, 'camera-stalled']);
    await vi.advanceTimersByTimeAsync(1);
    await settle();
    expect([world.asked.length, camera.failure?.code]).toEqual([3, 'camera-stalled']);
    await vi.advanceTimersByTimeAsync(retryMs);
    await settle();
    expect([world.asked.length, camera.live, world.open]).toEqual([4, true, 1]);
  });

  it('takes another camera when one is pulled out', async () => {
    const world = new FakeWorld(webcam, front);
    const camera = await started(world);
    world.devices = [front];
    world.track.emit('ended');
    await settle();
    expect([camera.state.status, camera.deviceId]).toEqual(['live', 'f']);
  });

  it('pauses while muted, reopens once when that lasts, then says so', async () => {
    const world = new FakeWorld(webcam);
    const camera = await started(world);
    const first = camera.track;
    world.track.emit('mute');
    expect(camera.live).toBe(true);
    await vi.advanceTimersByTimeAsync(muteGraceMs);
    expect(camera.state).toMatchObject({ status: 'paused', reason: 'muted' });
    world.track.emit('unmute');
    expect(camera.live).toBe(true);
    world.track.emit('mute');
    await vi.advanceTimersByTimeAsync(stallMs);
    expect(camera.live).toBe(true);
    expect(camera.track).not.toBe(first);
    world.track.emit('mute');
    await vi.advanceTimersByTimeAsync(stallMs);
    expect(camera.failure?.code).toBe('camera-stalled');
    await vi.advanceTimersByTimeAsync(retryMs);
    expect(camera.live).toBe(true);
  });
});

describe('while the page is hidden', () => {
  it('pauses, goes on with the same track, and gives the camera back after a while', async () => {
    const world = new FakeWorld(webcam);
    const camera = await started(world);
    const { track } = camera;
    world.show('hidden');
    await settle();
    expect(camera.state).toMatchObject({ status: 'paused', reason: 'hidden' });
    expect(world.locks).toBe(0);
    world.show('visible');
    expect([camera.live, camera.track]).toEqual([true, track]);
    world.show('hidden');
    await vi.advanceTimersByTimeAsync(hiddenReleaseMs);
    expect([world.open, camera.track]).toEqual([0, undefined]);
    world.show('visible');
    await settle();
    expect([world.open, camera.live]).toEqual([1, true]);
  });

  it('takes a track that ended in the background for no failure', async () => {
    const world = new FakeWorld(webcam);
    const camera = await started(world);
    world.show('hidden');
    world.track.emit('ended');
    expect(camera.state).toEqual({ status: 'paused', reason: 'hidden' });
    world.show('visible');
    await settle();
    expect(camera.live).toBe(true);
  });
});

describe('switching', () => {
  it('flips between the sides, one camera open at a time', async () => {
    const world = new FakeWorld(front, rear);
    const camera = await started(world);
    await camera.flip();
    expect([camera.facing, camera.mirror, world.open]).toEqual(['front', true, 1]);
    await camera.flip();
    expect([camera.facing, camera.mirror, world.open]).toEqual(['rear', false, 1]);
  });

  it('goes to the next device where sides are unknown', async () => {
    const other = { id: 'x', label: 'Document camera' };
    const camera = await started(new FakeWorld(webcam, other));
    await camera.flip();
    expect(camera.deviceId).toBe('x');
    await camera.flip();
    expect(camera.deviceId).toBe('w');
  });

  it('goes back when the other camera is busy, and says so', async () => {
    const world = new FakeWorld(front, rear);
    const camera = await started(world);
    world.errors = [{ name: 'NotReadableError', message: '' }];
    await camera.switchTo({ facing: 'front' });
    expect([camera.facing, camera.live]).toEqual(['rear', true]);
    expect(camera.notice).toMatchObject({ asked: 'front', got: { facing: 'rear' } });
  });

  it('offers torch and zoom where the track has them', async () => {
    const camera = await started(new FakeWorld(front, rear));
    expect(camera.torch).toBe(false);
    expect(camera.zoom).toEqual({ min: 1, max: 8, step: 0.1, value: 1 });
    await camera.setTorch(true);
    await camera.setZoom(3);
    expect([camera.torch, camera.zoom?.value]).toEqual([true, 3]);
    await camera.flip();
    expect([camera.torch, camera.zoom]).toEqual([undefined, undefined]);
  });
});
