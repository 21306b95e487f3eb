import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { sha256Digest } from './sha256-digest.ts';
import { sha256 } from './sha256.ts';

it.each([0, 1, 55, 56, 63, 64, 119, 120, 1_000_003])(
  'agrees with the platform on %i bytes',
  async (length) => {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + (index >> 8)) & 255);
    const known = createHash('sha256').update(bytes).digest('hex');
    expect(Buffer.from(sha256Digest(bytes.buffer)).toString('hex')).toBe(known);
    expect(await sha256(bytes.buffer)).toBe(known);
  },
);
