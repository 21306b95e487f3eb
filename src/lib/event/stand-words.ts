/** What a stand says of itself while nobody is there. */
import { m } from '#paraglide/messages.js';
import type { EventDoor, EventSettings } from './settings.ts';

const invitations: Readonly<Record<EventDoor, () => string>> = {
  see: m.event_invite_see,
  read: m.event_invite_read,
  teach: m.event_invite_teach,
  learn: m.event_invite_learn,
};

export const linesOf = ({
  door,
  wipe,
}: Pick<EventSettings, 'door' | 'wipe'>): readonly string[] => [
  invitations[door](),
  m.event_invite_private(),
  wipe ? m.event_invite_wipe() : m.event_invite_offline(),
];
