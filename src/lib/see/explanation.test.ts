import { describe, expect, it, vi } from 'vitest';
import type { HeatMap } from '#lib/vision/prediction.ts';
import { Explanation } from './explanation.svelte.ts';
import { FakeVision } from './fake-vision.ts';

const heat = (method: HeatMap['method']): HeatMap => ({
  label: 'cat',
  method,
  columns: 1,
  rows: 1,
  values: new Float32Array([1]),
});

const picture = () => ({ close: vi.fn() }) as unknown as ImageBitmap;

function setUp() {
  const engine = new FakeVision();
  const why = new Explanation(engine);
  const takePicture = vi.fn(() => Promise.resolve(picture()));
  const asked = async (count: number) => {
    await vi.waitFor(() => expect(engine.named('explain')).toHaveLength(count));
    return engine.named('explain').at(-1)!;
  };
  return { why, takePicture, asked };
}

describe('Explanation', () => {
  it('explains a picture that stands still once, with progress', async () => {
    const { why, takePicture, asked } = setUp();
    const done = why.start({ label: 'cat', method: 'occlusion', takePicture, follow: false });
    const call = await asked(1);
    expect(why.busy).toBe(true);
    call.options.onProgress?.({ fraction: 0.5 });
    expect(why.fraction).toBe(0.5);
    call.end({ kind: 'result', value: heat('occlusion') });
    await done;
    expect(why.heat?.method).toBe('occlusion');
    expect(why.busy).toBe(false);
    expect(takePicture).toHaveBeenCalledOnce();
  });

  it('follows a moving picture until it is stopped', async () => {
    const { why, takePicture, asked } = setUp();
    const done = why.start({ label: 'cat', method: 'activation', takePicture, follow: true });
    (await asked(1)).end({ kind: 'result', value: heat('activation') });
    (await asked(2)).end({ kind: 'result', value: heat('activation') });
    expect(why.heat).toBeDefined();
    why.stop();
    await done;
    expect(why.heat).toBeUndefined();
    expect(why.asked).toBeUndefined();
  });

  it('cancels the call in progress when it is stopped', async () => {
    const { why, takePicture, asked } = setUp();
    const done = why.start({ label: 'cat', method: 'occlusion', takePicture, follow: false });
    const call = await asked(1);
    why.stop();
    await done;
    expect(call.options.signal?.aborted).toBe(true);
    expect(why.busy).toBe(false);
  });

  it('forgets the old question when another is asked', async () => {
    const { why, takePicture, asked } = setUp();
    const old = why.start({ label: 'cat', method: 'occlusion', takePicture, follow: false });
    await asked(1);
    const done = why.start({ label: 'dog', method: 'occlusion', takePicture, follow: false });
    await old;
    expect(why.busy).toBe(true);
    (await asked(2)).end({ kind: 'result', value: { ...heat('occlusion'), label: 'dog' } });
    await done;
    expect(why.heat?.label).toBe('dog');
  });

  it('tells why there is no map', async () => {
    const { why, takePicture, asked } = setUp();
    const done = why.start({ label: 'cat', method: 'activation', takePicture, follow: true });
    (await asked(1)).end({ kind: 'failure', failure: { code: 'out-of-memory' } });
    await done;
    expect(why.failure).toEqual({ code: 'out-of-memory' });
    expect(why.busy).toBe(false);
  });

  it('gives back a picture that came too late', async () => {
    const { why } = setUp();
    const late = picture();
    let hand: (picture: ImageBitmap) => void = () => undefined;
    const takePicture = vi.fn(() => new Promise<ImageBitmap>((resolve) => (hand = resolve)));
    const done = why.start({ label: 'cat', method: 'activation', takePicture, follow: false });
    await vi.waitFor(() => expect(takePicture).toHaveBeenCalledOnce());
    why.stop();
    hand(late);
    await done;
    expect(late.close).toHaveBeenCalledOnce();
  });
});
