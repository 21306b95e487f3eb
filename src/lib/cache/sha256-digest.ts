/** SHA-256 in JavaScript, for insecure origins, which have no `crypto.subtle`. */

const primes = firstPrimes(64);
/** First 32 bits of the fractions of roots of primes: FIPS 180-4, 4.2.2 and 5.3.3. */
const rounds = Uint32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)));
const start = Uint32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)));

/** The same in JavaScript, after FIPS 180-4; some fifty megabytes a second. */
export function sha256Digest(buffer: ArrayBuffer): ArrayBuffer {
  const state = start.slice();
  const words = new Uint32Array(64);
  const whole = buffer.byteLength - (buffer.byteLength % 64);
  const body = new DataView(buffer);
  for (let at = 0; at < whole; at += 64) mix(state, words, body, at);
  const rest = padded(new Uint8Array(buffer, whole), buffer.byteLength);
  for (let at = 0; at < rest.byteLength; at += 64) mix(state, words, rest, at);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setUint32(4 * index, word));
  return digest.buffer;
}

/** The last bytes, a one bit, zeros, and the length in bits. */
function padded(rest: Uint8Array, byteLength: number): DataView {
  const bytes = new Uint8Array(rest.length < 56 ? 64 : 128);
  bytes.set(rest);
  bytes[rest.length] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor(byteLength / 2 ** 29));
  view.setUint32(bytes.length - 4, (byteLength << 3) >>> 0);
  return view;
}

/** One block of 64 bytes, stirred into the state. */
function mix(state: Uint32Array, w: Uint32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) w[i] = view.getUint32(at + 4 * i);
  for (let i = 16; i < 64; i++) {
    const [a, b] = [w[i - 15]!, w[i - 2]!];
    const small0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const small1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    w[i] = w[i - 16]! + small0 + w[i - 7]! + small1;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < 64; i++) {
    const big1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const first = (h + big1 + ((e & f) ^ (~e & g)) + rounds[i]! + w[i]!) | 0;
    const big0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => (state[index] = state[index]! + word));
}

function turn(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function fractionBits(root: number): number {
  return Math.floor((root - Math.floor(root)) * 2 ** 32);
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) {
    if (found.every((prime) => n % prime !== 0)) found.push(n);
  }
  return found;
}
