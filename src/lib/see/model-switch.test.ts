import { describe, expect, it, vi } from 'vitest';
import { SwitchableEngine, type Switchable } from '#lib/engine/switchable-engine.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';
import { FakeVision } from './fake-vision.ts';
import { ModelSwitch } from './model-switch.svelte.ts';

function setUp(first = 'everyday') {
  const opened = new Map<string, FakeVision>();
  const open = (choice: string) => {
    const engine = new FakeVision();
    engine.state = { ...engine.state, status: 'starting' };
    opened.set(choice, engine);
    return engine as unknown as Switchable<VisionCalls>;
  };
  const engine = new SwitchableEngine(open(first));
  const onChosen = vi.fn();
  const models = new ModelSwitch({ engine, first, open, onChosen });
  return { models, opened, onChosen };
}

describe('ModelSwitch', () => {
  it('has chosen another model once that answers', async () => {
    const { models, opened, onChosen } = setUp();
    const choosing = models.choose('coco-centernet');
    expect([models.chosen, models.opening]).toEqual(['everyday', 'coco-centernet']);
    opened.get('coco-centernet')?.become('ready');
    await choosing;
    expect([models.chosen, models.opening]).toEqual(['coco-centernet', undefined]);
    expect(onChosen).toHaveBeenCalledExactlyOnceWith('coco-centernet');
  });

  it('stays with what it has, and says so, where the other cannot be opened', async () => {
    const { models, opened, onChosen } = setUp();
    const choosing = models.choose('gone');
    opened.get('gone')?.become('failed', { code: 'model-corrupt' });
    await choosing;
    expect(models.chosen).toBe('everyday');
    expect(models.refused).toEqual({ choice: 'gone', failure: { code: 'model-corrupt' } });
    expect(onChosen).not.toHaveBeenCalled();
  });

  it('can be called back while the other opens', async () => {
    const { models, opened } = setUp();
    const choosing = models.choose('coco-centernet');
    await models.choose('everyday');
    opened.get('coco-centernet')?.become('ready');
    await choosing;
    expect([models.chosen, models.opening]).toEqual(['everyday', undefined]);
  });

  it('looks with what the app carries where the model of another day is gone', async () => {
    const { models, opened } = setUp('mobilenet');
    opened.get('mobilenet')?.become('failed', { code: 'model-missing' });
    opened.get('everyday')?.become('ready');
    await vi.waitFor(() => expect(models.chosen).toBe('everyday'));
    await vi.waitFor(() => expect(models.refused?.choice).toBe('mobilenet'));
  });
});
