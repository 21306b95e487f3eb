/** Compiled from `assembly/` by scripts/kernels/vite-plugin.ts; base64. */
declare module 'virtual:recurrent-kernels' {
  /** With SIMD, which every browser of the last years has. */
  export const simd: string;
  /** With relaxed SIMD as well: a product is added in one instruction. */
  export const relaxed: string;
}

/** The module of `assembly/dense.ts`, likewise. */
declare module 'virtual:dense-kernels' {
  export const simd: string;
  export const relaxed: string;
}
