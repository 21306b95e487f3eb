import { expect, it } from 'vitest';
import type { ProjectRow } from '#lib/storage/project-rows.ts';
import type { ProjectView } from '../project/view.ts';
import { changeSetting } from './change-settings.ts';
import { defaultSettings } from './settings.ts';

const viewOf = (settings: ProjectRow['settings']): ProjectView => ({
  project: { id: 'p', kind: 'image', name: 'P', createdAt: 0, trunk: 't', settings },
  classes: new Map(),
  samples: new Map(),
  runs: new Map(),
});

it('changes one setting and keeps what was changed just before', () => {
  const draft = changeSetting('batchSize', 1)(viewOf({ ...defaultSettings, epochs: 500 }), 0);
  expect(draft.changes[0]!.after).toMatchObject({ settings: { epochs: 500, batchSize: 1 } });
});

it('joins changes of the same setting to one step', () => {
  const steps = [changeSetting('epochs', 5), changeSetting('epochs', 10), changeSetting('l1', 0.1)];
  const groups = steps.map((step) => step(viewOf(undefined), 0).group);
  expect(groups[0]).toBeDefined();
  expect(groups[0]).toBe(groups[1]);
  expect(groups[2]).not.toBe(groups[0]);
});
