/** The two curves over a list, a multiple of 16 bytes long, in place; the tests hold them to `Math`. */
import { Vector } from './vector';

export function tanhs(at: usize, bytes: usize): void {
  for (let end = at + bytes; at < end; at += 16) v128.store(at, Vector.tanh(v128.load(at)));
}

export function sigmoids(at: usize, bytes: usize): void {
  for (let end = at + bytes; at < end; at += 16) v128.store(at, Vector.sigmoid(v128.load(at)));
}
