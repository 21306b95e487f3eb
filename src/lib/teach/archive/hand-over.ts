/** Gets a finished file to the person: as a download, or to another app. */
import type { SavedFile } from './protocol.ts';

/** Long enough for the browser to have taken the file over. */
const keepUrlMs = 60_000;

export function download({ blob, fileName }: SavedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), keepUrlMs);
}

export function canShare(file: SavedFile): boolean {
  // Absent from many browsers, whatever the types say.
  const ask = navigator.canShare as Navigator['canShare'] | undefined;
  return ask?.call(navigator, { files: [fileOf(file)] }) ?? false;
}

export async function share(file: SavedFile): Promise<void> {
  try {
    await navigator.share({ files: [fileOf(file)], title: file.fileName });
  } catch (error) {
    // The person closed the sheet, or the platform took it back: the download is still there.
    if (!(error instanceof DOMException)) throw error;
  }
}

const fileOf = ({ blob, fileName }: SavedFile) => new File([blob], fileName, { type: blob.type });
