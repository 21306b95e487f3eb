/** Kernels of cpu that few networks need: none of those that the app is served with. */
import { avgPoolConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/AvgPool.js';
import { maxConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Max.js';
import { maxPoolConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/MaxPool.js';
import { padV2Config } from '@tensorflow/tfjs-backend-cpu/dist/kernels/PadV2.js';
import { resizeNearestNeighborConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/ResizeNearestNeighbor.js';
import { softmaxConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Softmax.js';

export const kernels = [
  avgPoolConfig,
  maxConfig,
  maxPoolConfig,
  padV2Config,
  resizeNearestNeighborConfig,
  softmaxConfig,
];
