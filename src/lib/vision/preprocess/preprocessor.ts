/** From a frame to what the networks want, by the cheapest way that the active backend has. */
import { backend, getBackend, type Tensor4D } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { CpuPreprocessor } from './cpu-frames.ts';
import type { Frame } from './frame.ts';
import type { InputSpec } from './input-spec.ts';

export interface Preprocessor {
  /** Its first frame waits for something to be compiled. */
  readonly compiles: boolean;
  /**
   * One tensor [1, size, size, 3] per spec, in order. The caller disposes the tensors and closes
   * the frame, which it may do as soon as the promise settles. Memory is taken back when a tensor
   * is disposed, so dispose it last, after anything that shares its data (`reshape`).
   */
  toTensors(frame: Frame, specs: readonly InputSpec[]): Promise<Tensor4D[]>;
  dispose(): void;
}

/** For the backend that is active now. @throws FailureError `offline` */
export async function createPreprocessor(): Promise<Preprocessor> {
  if (getBackend() !== 'webgpu') return new CpuPreprocessor();
  const { GpuPreprocessor } = await loadChunk(() => import('./gpu-frames.ts'));
  return new GpuPreprocessor(backend() as WebGPUBackend);
}
