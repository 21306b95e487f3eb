/** Photos that arrive by paste or by drop. */

/** The image files in a paste or a drop; other files too, so that their failure can be told. */
export function filesIn(transfer: DataTransfer | null): File[] {
  return transfer ? [...transfer.files] : [];
}

/** Whether something dragged over the page could be a photo; its files are secret until the drop. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer !== null && transfer.types.includes('Files');
}
