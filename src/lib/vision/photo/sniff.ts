/** What a file is, by its first bytes: names and types that people's files carry are often wrong. */

export type PhotoFormat = 'jpeg' | 'png' | 'gif' | 'webp' | 'bmp' | 'avif' | 'heic' | 'jxl';

export type Sniffed =
  | { readonly kind: 'photo'; readonly format: PhotoFormat }
  /** Known, but no photograph or not for browsers: SVG, TIFF, PDF, video, archives. */
  | { readonly kind: 'other'; readonly format: string }
  | { readonly kind: 'unknown' };

/** Bytes of the beginning that `sniff` looks at. */
export const sniffBytes = 512;

export function sniff(head: Uint8Array): Sniffed {
  const text = String.fromCharCode(...head.subarray(0, sniffBytes));
  const photo = (format: PhotoFormat): Sniffed => ({ kind: 'photo', format });
  const other = (format: string): Sniffed => ({ kind: 'other', format });

  if (text.startsWith('\xff\xd8\xff')) return photo('jpeg');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return photo('png');
  if (/^GIF8[79]a/.test(text)) return photo('gif');
  if (/^RIFF[^]{4}WEBP/.test(text)) return photo('webp');
  if (/^BM[^]{4}\0\0\0\0/.test(text)) return photo('bmp');
  if (text.startsWith('\xff\x0a') || text.startsWith('\0\0\0\x0cJXL ')) return photo('jxl');
  if (text.slice(4, 8) === 'ftyp') return sniffBrands(head, text);
  // An SVG may run scripts and fetch things, so none is ever drawn; a byte-order mark, comments and
  // a document type may come first.
  if (/^(\xef\xbb\xbf)?\s*<(\?xml|!--|!doctype svg|svg)/i.test(text) && /<svg[\s>]/i.test(text)) {
    return other('svg');
  }
  if (text.startsWith('II*\0') || text.startsWith('MM\0*')) return other('tiff');
  if (text.startsWith('%PDF')) return other('pdf');
  if (text.startsWith('PK\x03\x04')) return other('zip');
  if (text.startsWith('\x1a\x45\xdf\xa3')) return other('matroska');
  return { kind: 'unknown' };
}

/** Photographs in an ISO media file: the major brand, then the compatible ones. */
function sniffBrands(head: Uint8Array, text: string): Sniffed {
  const size = new DataView(head.buffer, head.byteOffset).getUint32(0);
  const list = text.slice(8, Math.min(size, text.length));
  const brands = list.match(/[^]{4}/g) ?? [];
  if (brands.some((brand) => brand === 'avif' || brand === 'avis')) {
    return { kind: 'photo', format: 'avif' };
  }
  if (brands.some((brand) => /^(heic|heix|heim|heis|hevc|mif1|msf1)$/.test(brand))) {
    return { kind: 'photo', format: 'heic' };
  }
  return { kind: 'other', format: `ftyp ${brands[0] ?? ''}` };
}
