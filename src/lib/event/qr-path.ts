/** A QR code as the path of one SVG element, one unit a module. Imported when it is shown. */
import encodeQR from 'qr';

export interface QrPath {
  /** Modules of a side, the quiet border of four included. */
  readonly size: number;
  readonly path: string;
}

/** @throws RangeError-like of the library for more text than any code holds (some 2,000 characters) */
export function qrPath(text: string): QrPath {
  // Medium: a sheet that was folded is still read.
  const modules = encodeQR(text, 'raw', { ecc: 'medium', border: 4 });
  const path = modules
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return { size: modules.length, path };
}
