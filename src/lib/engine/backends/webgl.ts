/**
 * WebGL 2 on a canvas of our own: TensorFlow.js refuses to make one in a Safari worker, and tells
 * nobody when its context is lost.
 */
import { env } from '@tensorflow/tfjs-core';
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import { setWebGLContext } from '@tensorflow/tfjs-backend-webgl/dist/canvas_util.js';
import { addConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Add.js';
import { castConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Cast.js';
import { concatConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Concat.js';
import { fusedConv2DConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/FusedConv2D.js';
import { fusedDepthwiseConv2DConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/FusedDepthwiseConv2D.js';
import { identityConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Identity.js';
import { meanConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Mean.js';
import { multiplyConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Multiply.js';
import { reluConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Relu.js';
import { relu6Config } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Relu6.js';
import { reshapeConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Reshape.js';
import { resizeBilinearConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/ResizeBilinear.js';
import { sigmoidConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Sigmoid.js';
import { sliceConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Slice.js';
import { transposeConfig } from '@tensorflow/tfjs-backend-webgl/dist/kernels/Transpose.js';
import type { Failure } from '#lib/failure/failure.ts';
import { describeGlContext, openGlContext } from './adapter.ts';
import type { OpenedBackend } from './opened-backend.ts';
import { useBackend } from './register.ts';

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

export async function open(): Promise<OpenedBackend> {
  const { canvas, gl } = openGlContext();
  const lost = new Promise<Failure>((resolve) => {
    canvas.addEventListener('webglcontextlost', () =>
      resolve({ code: 'device-lost', detail: 'webglcontextlost' }),
    );
  });
  // Every feature test of TensorFlow.js then looks at this context and makes no other.
  setWebGLContext(2, gl);
  env().set('WEBGL_VERSION', 2);
  const backend = new MathBackendWebGL(canvas);
  await useBackend('webgl', backend, kernels);
  const { adapter, software } = describeGlContext(gl);
  return {
    adapter,
    software,
    threads: 1,
    // Phones may compute in half floats.
    tolerance: env().getBool('WEBGL_RENDER_FLOAT32_ENABLED') ? 1e-3 : 2e-2,
    lost,
  };
}
