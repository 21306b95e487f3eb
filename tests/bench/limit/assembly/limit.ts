/** Plain loops, to see what this machine gives WebAssembly: nothing of a network but its arithmetic. */
import { product } from './dense';
import { Vector } from './vector';
export { product };

/** Multiply-adds on registers alone: so many rounds of eight times four. */
export function registers(rounds: i32, by: f32): f32 {
  const factor = f32x4.splat(by);
  let a = f32x4.splat(1);
  let b = f32x4.splat(2);
  let c = f32x4.splat(3);
  let d = f32x4.splat(4);
  let e = f32x4.splat(5);
  let f = f32x4.splat(6);
  let g = f32x4.splat(7);
  let h = f32x4.splat(8);
  for (let round: i32 = 0; round < rounds; round++) {
    a = Vector.addProduct(a, factor, factor);
    b = Vector.addProduct(b, factor, factor);
    c = Vector.addProduct(c, factor, factor);
    d = Vector.addProduct(d, factor, factor);
    e = Vector.addProduct(e, factor, factor);
    f = Vector.addProduct(f, factor, factor);
    g = Vector.addProduct(g, factor, factor);
    h = Vector.addProduct(h, factor, factor);
  }
  const sum = f32x4.add(
    f32x4.add(f32x4.add(a, b), f32x4.add(c, d)),
    f32x4.add(f32x4.add(e, f), f32x4.add(g, h)),
  );
  return f32x4.extract_lane(sum, 0);
}

/** Reads so many bytes once, a multiple of 64. */
export function stream(from: usize, bytes: i32): f32 {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  const end = from + (bytes as usize);
  for (let at = from; at < end; at += 64) {
    a = f32x4.add(a, v128.load(at));
    b = f32x4.add(b, v128.load(at, 16));
    c = f32x4.add(c, v128.load(at, 32));
    d = f32x4.add(d, v128.load(at, 48));
  }
  return f32x4.extract_lane(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), 0);
}

/**
 * Nine taps a channel over a map [side][side][channels], which is inside a border already; two places at a time.
 * @param to [side − 2][side − 2][channels], its width even
 */
export function depthwise(side: i32, channels: i32, from: usize, filter: usize, to: usize): void {
  const place = (channels as usize) * 4;
  const line = (side as usize) * place;
  for (let y: i32 = 0; y < side - 2; y++) {
    const row = from + (y as usize) * line;
    for (let x: i32 = 0; x < side - 2; x += 2) {
      const left = row + (x as usize) * place;
      for (let channel: usize = 0; channel < place; channel += 16) {
        let first = f32x4.splat(0);
        let second = f32x4.splat(0);
        let at = left + channel;
        let tap = filter + channel;
        for (let down: i32 = 0; down < 3; down++) {
          const p0 = v128.load(at);
          const p1 = v128.load(at + place);
          const p2 = v128.load(at + 2 * place);
          const p3 = v128.load(at + 3 * place);
          const w0 = v128.load(tap);
          const w1 = v128.load(tap + place);
          const w2 = v128.load(tap + 2 * place);
          first = Vector.addProduct(p0, w0, first);
          second = Vector.addProduct(p1, w0, second);
          first = Vector.addProduct(p1, w1, first);
          second = Vector.addProduct(p2, w1, second);
          first = Vector.addProduct(p2, w2, first);
          second = Vector.addProduct(p3, w2, second);
          at += line;
          tap += 3 * place;
        }
        v128.store(to + channel, first);
        v128.store(to + place + channel, second);
      }
      to += 2 * place;
    }
  }
}
