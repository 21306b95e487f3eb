/** Runs the files of a layers model with TensorFlow.js' own loader, on the wasm backend of this worker. */
import { depthwiseConv2dNativeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/DepthwiseConv2dNative.js';
import { fusedBatchNormConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/FusedBatchNorm.js';
import { minimumConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Minimum.js';
import { softmaxConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Softmax.js';
import { squareConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Square.js';
import { subConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Sub.js';
import { tileConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Tile.js';
import { _fusedMatMulConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/_FusedMatMul.js';
import { backend, io, registerKernel, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import type { layersFiles } from './layers-package.ts';

/** Beyond those of our own graphs. */
const kernels = [
  depthwiseConv2dNativeConfig,
  fusedBatchNormConfig,
  minimumConfig,
  softmaxConfig,
  squareConfig,
  subConfig,
  tileConfig,
  _fusedMatMulConfig,
];

let registered = false;

/** A backend that is open already sets up no kernel by itself. */
function registerOnce(): void {
  if (registered) return;
  registered = true;
  for (const kernel of kernels) {
    registerKernel(kernel);
    kernel.setupFunc?.(backend());
  }
}

interface ModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly { readonly weights: io.WeightsManifestEntry[] }[];
}

export class LayersRunner {
  readonly #model: LayersModel;

  private constructor(model: LayersModel) {
    this.#model = model;
  }

  static async open(files: ReturnType<typeof layersFiles>): Promise<LayersRunner> {
    registerOnce();
    const json = JSON.parse(new TextDecoder().decode(files['model.json'])) as ModelJson;
    const model = await loadLayersModel(
      io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
        weightData: files['weights.bin'].buffer,
      }),
    );
    return new LayersRunner(model);
  }

  /** @param square [1, size, size, 3] of −1..1; stays the caller's. */
  async answer(square: Tensor4D): Promise<Float32Array> {
    const output = this.#model.predict(square) as Tensor;
    try {
      return await output.data<'float32'>();
    } finally {
      output.dispose();
    }
  }

  dispose(): void {
    this.#model.dispose();
  }
}
