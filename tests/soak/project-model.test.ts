import { expect, it } from 'vitest';
import { ProjectModel } from './project-model.ts';

const state = { classes: { cat: 1, cup: 2 }, rows: 3, runs: 0, method: 'lda' };

it('goes back and forth by steps; a new step forgets what was undone', () => {
  const model = new ProjectModel('p', 'image', state);
  model.add('cat', 2);
  model.take('cup', 1, 'cat');
  model.take('cat', 4);
  expect(model.state).toMatchObject({ classes: { cat: 0, cup: 1 }, rows: 5 });
  model.undo();
  model.undo();
  expect(model.state.classes).toEqual({ cat: 3, cup: 2 });
  model.redo();
  expect(model.state.classes).toEqual({ cat: 4, cup: 1 });
  model.step({ runs: 1 });
  expect([model.undoable, model.redoable]).toEqual([3, 0]);
});

it('steps of one group are one', () => {
  const model = new ProjectModel('p', 'text', state);
  model.step({ method: 'means' }, 'method');
  model.step({ method: 'lstm' }, 'method');
  model.undo();
  expect(model.state.method).toBe('lda');
});
