/** What the drop of files, pictures and samples on a bench of pictures does. */
import { m } from '#paraglide/messages.js';
import type { Collecting } from './collecting.svelte.ts';
import { sampleDragType } from './drag-types.ts';
import { entriesOf, foundInInput, walkEntries } from './walk-files.ts';

/** @param classId where it was dropped; undefined: beside the cards, so that folders name the classes. */
export function dropInto(
  collecting: Collecting,
  transfer: DataTransfer,
  classId: string | undefined,
): void {
  const moved = transfer.getData(sampleDragType);
  if (moved !== '') {
    if (classId !== undefined) void collecting.move(JSON.parse(moved) as string[], classId);
    return;
  }
  const entries = entriesOf(transfer);
  if (entries.length > 0) void collecting.takeFiles(walkEntries(entries), classId);
  else if (transfer.files.length > 0) {
    void collecting.takeFiles(foundInInput(transfer.files), classId);
  } else void takeFromPage(collecting, transfer, classId);
}

/** A picture dragged out of another page without its file: there where the page has put it in the link itself. */
async function takeFromPage(
  collecting: Collecting,
  transfer: DataTransfer,
  classId: string | undefined,
): Promise<void> {
  const address = pictureAddress(transfer);
  if (address === undefined) return;
  // Anything else would have to be fetched from another host, and this page connects to none.
  if (!address.startsWith('data:image/')) {
    collecting.say(`${m.teach_drop_link()} ${m.teach_drop_link_next()}`);
    return;
  }
  const blob = await (await fetch(address)).blob();
  const file = new File([blob], 'image', { type: blob.type });
  await collecting.takeFiles(foundInInput([file]), classId);
}

function pictureAddress(transfer: DataTransfer): string | undefined {
  const html = transfer.getData('text/html');
  const image = html && new DOMParser().parseFromString(html, 'text/html').querySelector('img');
  return (image && image.src) || transfer.getData('text/uri-list').split('\n')[0] || undefined;
}
