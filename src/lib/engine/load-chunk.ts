/** Lies lower, so that the cache of models can load its rarely used parts too. */
export { loadChunk } from '#lib/failure/load-chunk.ts';
