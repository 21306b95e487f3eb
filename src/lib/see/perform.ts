/** What a shortcut does to See and its camera. */
import type { Camera } from '#lib/camera/camera.svelte.ts';
import type { See } from './see.svelte.ts';
import type { Shortcut } from './shortcuts.ts';

export interface Surroundings {
  readonly see: See;
  readonly camera: Camera;
  readonly toggleEventView: () => void;
  readonly showHelp: () => void;
}

export function perform(
  shortcut: Shortcut,
  { see, camera, toggleEventView, showHelp }: Surroundings,
): void {
  switch (shortcut.action) {
    case 'freeze':
      if (see.still) see.backToLive();
      else void see.freeze();
      return;
    case 'boxes':
      return see.adjust({ boxes: !see.settings.boxes });
    case 'why':
      return see.toggleWhy();
    case 'explain': {
      const label = see.ranking?.predictions[shortcut.rank - 1]?.label;
      if (label !== undefined) void see.explain(label);
      return;
    }
    case 'mirror':
      return camera.setMirror(!camera.mirror);
    case 'switch-camera':
      return void camera.flip();
    case 'event-view':
      return toggleEventView();
    case 'help':
      return showHelp();
    case 'back':
      if (see.why.asked) see.why.stop();
      else if (see.still) see.backToLive();
  }
}
