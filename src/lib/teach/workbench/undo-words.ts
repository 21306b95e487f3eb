/** What Undo and Redo say they would take back or do again. */
import { formatCount } from '#lib/i18n/format.ts';
import { m } from '#paraglide/messages.js';

interface Step {
  readonly action: string;
  readonly count: number;
}

/** A step of the journal in a few words; actions of a later version are "last change". */
export function stepWords({ action, count }: Step): string {
  const counted = words.get(action) ?? (() => m.teach_did_change());
  return counted({ count: formatCount(count) });
}

type Words = (inputs: { count: string }) => string;

const words = new Map<string, Words>([
  ['rename-project', () => m.teach_did_rename_project()],
  ['set-settings', () => m.teach_did_set_settings()],
  ['set-caution', () => m.teach_did_set_caution()],
  ['set-instant', () => m.teach_did_set_instant()],
  ['set-live-run', () => m.teach_did_set_live_run()],
  ['set-trunk', () => m.teach_did_set_trunk()],
  ['add-class', () => m.teach_did_add_class()],
  ['rename-class', () => m.teach_did_rename_class()],
  ['recolour-class', () => m.teach_did_recolour_class()],
  ['set-class-role', () => m.teach_did_set_class_role()],
  ['move-class', () => m.teach_did_move_class()],
  ['trash-class', () => m.teach_did_trash_class()],
  ['restore-class', () => m.teach_did_restore_class()],
  ['add-samples', (inputs) => m.teach_did_add_samples(inputs)],
  ['edit-text', () => m.text_did_edit()],
  ['move-samples', (inputs) => m.teach_did_move_samples(inputs)],
  ['relabel', (inputs) => m.teach_did_relabel(inputs)],
  ['trash-samples', (inputs) => m.teach_did_trash_samples(inputs)],
  ['restore-samples', (inputs) => m.teach_did_restore_samples(inputs)],
  ['lock-test', (inputs) => m.teach_did_lock_test(inputs)],
  ['unlock-test', (inputs) => m.teach_did_unlock_test(inputs)],
  ['train', () => m.teach_did_train()],
  ['add-run', () => m.teach_did_add_run()],
  ['rename-run', () => m.teach_did_rename_run()],
  ['restore-epoch', () => m.teach_did_restore_epoch()],
  ['trash-run', () => m.teach_did_trash_run()],
  ['restore-run', () => m.teach_did_restore_run()],
]);
