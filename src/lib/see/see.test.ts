import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { closeDatabase } from '#lib/storage/database.ts';
import { FakeVision, frameResult } from './fake-vision.ts';
import { See } from './see.svelte.ts';

vi.mock('#lib/vision/photo.ts', () => ({
  readPhoto: (file: File) =>
    file.name.endsWith('.txt')
      ? Promise.reject(new FailureError('image-unreadable'))
      : Promise.resolve(picture()),
}));

const picture = () => ({ width: 640, height: 480, close: () => undefined }) as ImageBitmap;
const cat = frameResult([{ label: 'cat', score: 0.9 }]);
const cup = frameResult([{ label: 'cup', score: 0.8 }]);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  vi.stubGlobal('createImageBitmap', () => Promise.resolve(picture()));
  vi.stubGlobal(
    'OffscreenCanvas',
    class {
      getContext = () => ({ drawImage: () => undefined });
      convertToBlob = () => Promise.resolve(new Blob(['jpeg']));
    },
  );
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await closeDatabase();
});

function setUp() {
  const engine = new FakeVision();
  const see = new See({
    engine,
    openSource: () => ({ input: { kind: 'posted' }, transfer: [], close: () => undefined }),
    grabFrame: () => Promise.resolve(picture()),
  });
  see.session.start();
  /** Answers the newest classify call once it has come. */
  const answer = async (count: number, result = cat) => {
    await vi.waitFor(() => expect(engine.named('classify')).toHaveLength(count));
    engine.named('classify').at(-1)?.end({ kind: 'result', value: result });
  };
  return { engine, see, answer };
}

const file = (name: string) => new File(['x'], name);

describe('See', () => {
  it('asks about the picture on the stage again, and keeps both answers', async () => {
    const { see, answer } = setUp();
    const adding = see.addPhotos([file('a.jpg')]);
    await answer(1);
    await adding;
    const again = see.lookAgain();
    await answer(2, cup);
    await again;
    expect(see.ranking?.predictions[0]?.label).toBe('cup');
    expect(see.tray.frames).toHaveLength(2);
  });

  it('answers for the camera until a frame is frozen, then for the frame', async () => {
    const { engine, see, answer } = setUp();
    engine.show(cat);
    expect(see.ranking?.predictions[0]?.label).toBe('cat');
    const freezing = see.freeze();
    await answer(1, cup);
    await freezing;
    expect(see.still?.origin).toBe('camera');
    expect(see.ranking?.predictions[0]?.label).toBe('cup');
    expect(see.tray.frames).toHaveLength(1);
    see.backToLive();
    expect(see.ranking?.predictions[0]?.label).toBe('cat');
  });

  it('classifies several photos, and names the one that would not open', async () => {
    const { see, answer } = setUp();
    const adding = see.addPhotos([file('cat.jpg'), file('notes.txt'), file('cup.jpg')]);
    await answer(1, cat);
    await answer(2, cup);
    await adding;
    expect(see.tray.frames).toHaveLength(2);
    expect(see.still?.predictions[0]?.label).toBe('cup');
    expect(see.problems).toEqual([
      { name: 'notes.txt', failure: { code: 'image-unreadable', detail: undefined } },
    ]);
    expect(see.photos).toEqual({ done: 0, total: 0 });
  });

  it('tells when a frozen frame cannot be answered', async () => {
    const { engine, see } = setUp();
    const freezing = see.freeze();
    await vi.waitFor(() => expect(engine.named('classify')).toHaveLength(1));
    engine.named('classify')[0]?.end({ kind: 'failure', failure: { code: 'out-of-memory' } });
    await freezing;
    expect(see.problems).toEqual([{ failure: { code: 'out-of-memory' } }]);
    expect(see.still).toBeUndefined();
    expect(see.looking).toBe(false);
  });

  it('shows only boxes that count', () => {
    const { engine, see } = setUp();
    engine.show(
      frameResult([
        { label: 'cat', score: 0.9 },
        { label: 'dog', score: 0.1 },
      ]),
    );
    expect(see.detections.map(({ label }) => label)).toEqual(['cat']);
    see.adjust({ threshold: 0.05 });
    expect(see.detections).toHaveLength(2);
  });

  it('freezes the picture before it is covered place by place', async () => {
    const { engine, see, answer } = setUp();
    engine.show(cat);
    const explaining = see.explain('cat', 'occlusion');
    await answer(1);
    await vi.waitFor(() => expect(engine.named('explain')).toHaveLength(1));
    expect(see.still).toBeDefined();
    expect(engine.named('explain')[0]?.payload.method).toBe('occlusion');
    see.why.stop();
    await explaining;
  });

  it('takes a deleted frame off the stage and out of the comparison', async () => {
    const { see, answer } = setUp();
    const freezing = see.freeze();
    await answer(1);
    await freezing;
    const [frame] = see.tray.frames;
    see.compareWith(frame);
    await see.remove([frame!]);
    expect(see.still).toBeUndefined();
    expect(see.compared).toBeUndefined();
    await see.tray.undo();
    expect(see.tray.frames).toHaveLength(1);
  });
});
