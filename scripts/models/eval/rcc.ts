/** Reads the files out of a Qt binary resource file (`.rcc`), which gcompris keeps its photos in. */
import { inflateSync } from 'node:zlib';

const flags = { compressed: 1, directory: 2 };

/** @returns contents by path, e.g. "/gcompris/src/activities/…/cat.webp". */
export function readRcc(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (new TextDecoder().decode(file.subarray(0, 4)) !== 'qres') throw new Error('not a .rcc file');
  const [version, tree, data, names] = [4, 8, 12, 16].map((at) => view.getUint32(at)) as [
    number,
    number,
    number,
    number,
  ];
  const nodeBytes = version >= 2 ? 22 : 14;
  const files = new Map<string, Uint8Array>();
  const nameAt = (offset: number) => {
    const at = names + offset;
    const units = Array.from({ length: view.getUint16(at) }, (_, i) =>
      view.getUint16(at + 6 + 2 * i),
    );
    return String.fromCharCode(...units);
  };
  const walk = (node: number, folder: string) => {
    const at = tree + node * nodeBytes;
    const flag = view.getUint16(at + 4);
    const path = node === 0 ? '' : `${folder}/${nameAt(view.getUint32(at))}`;
    if (flag & flags.directory) {
      const count = view.getUint32(at + 6);
      const first = view.getUint32(at + 10);
      for (let i = 0; i < count; i++) walk(first + i, path);
      return;
    }
    const start = data + view.getUint32(at + 10);
    const bytes = file.subarray(start + 4, start + 4 + view.getUint32(start));
    // A compressed file begins with its plain size.
    files.set(path, flag & flags.compressed ? inflateSync(bytes.subarray(4)) : bytes);
  };
  walk(0, '');
  return files;
}
