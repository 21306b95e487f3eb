/** Values in -1..1 that repeat on every machine: a small linear congruence, no `Math.random`. */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state * 1_103 + 12_345) % 65_536;
    return state / 32_768 - 1;
  });
}
