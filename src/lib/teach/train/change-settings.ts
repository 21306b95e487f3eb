/** Changing one setting of the next run, whatever was changed a moment before. Pure. */
import { setSettings, type Command } from '../project/commands.ts';
import type { TrainSettings } from '../trainer/protocol.ts';
import { readSettings, type SettingKey } from './settings.ts';

/**
 * Reads the settings when it is its turn to be written: two changes in quick succession are both
 * kept, although the page has not shown the first yet when the second is made.
 */
export function changeSetting<Key extends SettingKey>(
  key: Key,
  value: TrainSettings[Key],
): Command {
  return (view, now) => {
    const settings = { ...readSettings(view.project.settings, view.project.kind), [key]: value };
    return setSettings(settings, key)(view, now);
  };
}
