/**
 * XNNPACK in WebAssembly SIMD, with threads where they pay. The glue is started here rather than by
 * TensorFlow.js, whose threaded start puts the minified source of a function into a worker, where
 * names that the minifier made are missing. Ours hands the untouched file over instead.
 * A browser without SIMD gets the next rung: its plain binary would be a third file to keep offline
 * for browsers that lack most of what this page needs.
 */
import { BackendWasm, setThreadsCount } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm.js';
import { addConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Add.js';
import { castConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Cast.js';
import { concatConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Concat.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/FusedConv2D.js';
import { fusedDepthwiseConv2DConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/FusedDepthwiseConv2D.js';
import { identityConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Identity.js';
import { meanConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Mean.js';
import { multiplyConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Multiply.js';
import { reluConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Relu.js';
import { relu6Config } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Relu6.js';
import { reshapeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Reshape.js';
import { resizeBilinearConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/ResizeBilinear.js';
import { sigmoidConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Sigmoid.js';
import { sliceConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Slice.js';
import { transposeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Transpose.js';
import { FailureError } from '#lib/failure/failure.ts';
import { neverLost, type OpenedBackend } from './opened-backend.ts';
import { useBackend } from './register.ts';
import * as single from './wasm-single.ts';
import { hasSimd, threadsWorthUsing } from './wasm-features.ts';

const kernels = [
  addConfig,
  castConfig,
  concatConfig,
  fusedConv2DConfig,
  fusedDepthwiseConv2DConfig,
  identityConfig,
  meanConfig,
  multiplyConfig,
  reluConfig,
  relu6Config,
  reshapeConfig,
  resizeBilinearConfig,
  sigmoidConfig,
  sliceConfig,
  transposeConfig,
];

/** Threads that pay in this browser on this device. */
export const usualThreads = (): number =>
  threadsWorthUsing({
    isolated: globalThis.crossOriginIsolated,
    cores: navigator.hardwareConcurrency,
    userAgent: navigator.userAgent,
  });

/** @param threads other than usual, to measure them */
export async function open(threads = usualThreads()): Promise<OpenedBackend> {
  if (!hasSimd()) throw new FailureError('no-wasm-simd');
  // Two kilobytes more are asked for only where threads pay.
  const { instantiate } = threads > 1 ? await import('./wasm-threads.ts') : single;
  setThreadsCount(threads);
  await useBackend('wasm', new BackendWasm(await instantiate(threads)), kernels);
  return { adapter: '', software: false, threads, tolerance: 1e-4, lost: neverLost };
}
