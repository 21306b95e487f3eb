/** Which entries of a zip are samples, and of which class. Pure. */

export interface PlacedSample<Entry> {
  readonly className: string;
  readonly fileName: string;
  /** Media type, by the ending of the name. */
  readonly type: string;
  readonly entry: Entry;
}

type Types = Readonly<Record<string, string>>;

const pictureTypes: Types = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  avif: 'image/avif',
  gif: 'image/gif',
  bmp: 'image/bmp',
  heic: 'image/heic',
  heif: 'image/heif',
};
/** Of a class or a file; as long as a project's file takes them. */
const longestName = 1000;

/** A sample each. */
export const textTypes: Types = { txt: 'text/plain', md: 'text/markdown' };

/**
 * The class is the first folder in which the pictures part ways: folders around all of them do not
 * count. Pictures beside such folders, or in no folder at all, have the class of `zipName`.
 * What systems add by themselves (`__MACOSX`, hidden files) is left out.
 */
export function placeSamples<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  zipName: string,
  types: Types = pictureTypes,
): PlacedSample<Entry>[] {
  const pictures = entries.flatMap((entry) => {
    const path = entry.name.split('/');
    const fileName = path.pop() ?? '';
    const ending = /\.([^.]+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
    const type = types[ending];
    const isOwn = path.includes('__MACOSX') || [...path, fileName].some((p) => p.startsWith('.'));
    return type && !isOwn ? [{ entry, folders: path, fileName, type }] : [];
  });
  const shared = sharedDepth(pictures.map(({ folders }) => folders));
  return pictures.map(({ entry, folders, fileName, type }) => ({
    className: (folders[shared] ?? folders.at(-1) ?? classOfZip(zipName)).slice(0, longestName),
    fileName: fileName.slice(-longestName),
    type,
    entry,
  }));
}

/** How many folders lie around all pictures, keeping one where there is no other to name the class. */
function sharedDepth(paths: readonly (readonly string[])[]): number {
  const [first] = paths;
  if (!first) return 0;
  let depth = 0;
  while (depth < first.length && paths.every((path) => path[depth] === first[depth])) depth++;
  return depth;
}

/** Teachable Machine names the samples of one class `<class>-samples.zip`. */
function classOfZip(zipName: string): string {
  return zipName.replace(/\.(zip|tm)$/i, '').replace(/-samples( ?\(\d+\))?$/, '') || zipName;
}
