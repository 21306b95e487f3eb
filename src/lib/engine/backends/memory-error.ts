/** How the backends and the platforms word that memory has run out. */
const patterns = [
  /out of memory/i,
  /array buffer allocation failed/i,
  /invalid (typed )?array length/i,
  /cannot (enlarge|allocate) memory/i,
  /memory access out of bounds/i,
  // The wasm heap gave address 0, past which TensorFlow.js then writes.
  /offset is out of bounds/i,
  /unable to create (webgl)?texture/i,
  /requested texture size .* (greater|invalid)/i,
];

export function isMemoryError(error: unknown): error is Error {
  return error instanceof Error && patterns.some((pattern) => pattern.test(error.message));
}
