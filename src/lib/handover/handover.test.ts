import decodeQR from 'qr/decode.js';
import { describe, expect, test } from 'vitest';
import { Random } from '#lib/maths/random.ts';
import { densities, drawCode } from './code.ts';
import { fromText, toText } from './code-text.ts';
import { FountainDecoder, FountainEncoder } from './fountain.ts';
import { headerBytes, mostBytes, packPacket, readPacket } from './packet.ts';
import { Receiver } from './receiver.ts';
import { codesOf } from './sender.ts';

const random = new Random(7);
const file = (length: number) => Uint8Array.from({ length }, () => random.below(256));

describe('a fountain of packets', () => {
  test.each([1, 2, 33, 64, 300])('%i pieces come back whatever is lost', (pieces) => {
    const bytes = file(pieces * 20 - 7);
    const encoder = new FountainEncoder(bytes, 20);
    const decoder = new FountainDecoder(pieces);
    let seen = 0;
    for (let sequence = 0; !decoder.done; sequence++) {
      // A hand-held camera misses one code in three.
      if (random.next() < 1 / 3) continue;
      decoder.add(sequence, encoder.packet(sequence));
      seen++;
    }
    expect(decoder.bytes(bytes.length)).toEqual(bytes);
    // MacKay: the chance to need E packets too many is at most 2^-E.
    expect(seen - pieces).toBeLessThan(20);
  });

  test('the same packet twice tells nothing new', () => {
    const encoder = new FountainEncoder(file(50), 10);
    const decoder = new FountainDecoder(5);
    expect(decoder.add(3, encoder.packet(3))).toBe(true);
    expect(decoder.add(3, encoder.packet(3))).toBe(false);
    expect(decoder.rank).toBe(1);
  });
});

describe('a code', () => {
  test.each(['coarse', 'fine'] as const)(
    '%s: every byte comes back through the picture',
    (density) => {
      const bytes = Uint8Array.from(
        { length: headerBytes + densities[density] },
        (_, i) => i % 256,
      );
      const squares = drawCode(bytes);
      const scale = 4;
      const side = squares.length * scale;
      const data = new Uint8ClampedArray(side * side * 4).fill(255);
      for (let y = 0; y < side; y++) {
        for (let x = 0; x < side; x++) {
          const dark = squares[Math.floor(y / scale)]?.[Math.floor(x / scale)];
          if (dark) data.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
        }
      }
      const text = decodeQR({ width: side, height: side, data }, { textDecoder: toText });
      expect(fromText(text)).toEqual(bytes);
    },
  );

  test("a stranger's code, a cut one and one that claims too much are passed over", () => {
    const good = packPacket({ hash: file(32), totalBytes: 90, sequence: 4, bytes: file(30) });
    expect(readPacket(good)).toMatchObject({ totalBytes: 90, sequence: 4 });
    expect(
      readPacket(fromText('https://example.org/a-poster-on-the-wall-of-this-place')),
    ).toBeUndefined();
    expect(readPacket(good.slice(0, headerBytes))).toBeUndefined();
    const claims = (totalBytes: number, length: number) =>
      readPacket(packPacket({ hash: file(32), totalBytes, sequence: 0, bytes: file(length) }));
    expect(claims(mostBytes + 1, 400)).toBeUndefined();
    expect(claims(mostBytes, 1)).toBeUndefined();
    expect(claims(0, 30)).toBeUndefined();
  });
});

describe('from screen to camera', () => {
  test('a file arrives whole, though another was begun', async () => {
    const [first, second] = [file(3_000), file(5_000)];
    const [one, two] = [await codesOf(first, 'coarse'), await codesOf(second, 'coarse')];
    const receiver = new Receiver();
    await receiver.take(one.code(0));
    let progress = 0;
    for (let sequence = 5; ; sequence++) {
      const received = await receiver.take(two.code(sequence));
      if (received?.file) {
        expect(new Uint8Array(received.file)).toEqual(second);
        break;
      }
      if (!received) continue;
      expect(received.progress).toBeGreaterThan(progress);
      progress = received.progress;
    }
  });

  test('what arrives changed is refused, and can begin again', async () => {
    const bytes = file(400);
    const codes = await codesOf(bytes, 'coarse');
    const receiver = new Receiver();
    for (let sequence = 0; sequence < codes.pieces - 1; sequence++) {
      await receiver.take(codes.code(sequence));
    }
    const altered = codes.code(codes.pieces - 1);
    altered[altered.length - 60]! ^= 1;
    expect(await receiver.take(altered)).toEqual({ progress: 0, corrupt: true });
    for (let sequence = 0; sequence < codes.pieces - 1; sequence++) {
      await receiver.take(codes.code(sequence));
    }
    const last = await receiver.take(codes.code(codes.pieces - 1));
    expect(new Uint8Array(last?.file ?? new ArrayBuffer())).toEqual(bytes);
  });
});
