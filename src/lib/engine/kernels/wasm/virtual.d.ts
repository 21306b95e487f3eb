/** Compiled from `assembly/` by scripts/kernels/vite-plugin.ts; base64. */
declare module 'virtual:recurrent-kernels' {
  /** With SIMD, which every browser of the last years has. */
  export const simd: string;
  /** With relaxed SIMD as well: a product is added in one instruction. */
  export const relaxed: string;
}
