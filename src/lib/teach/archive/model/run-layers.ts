/** Runs the files of a layers model with TensorFlow.js' own loader, on the wasm backend of this worker. */
import { depthwiseConv2dNativeConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/DepthwiseConv2dNative.js';
import { fusedBatchNormConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/FusedBatchNorm.js';
import { minimumConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Minimum.js';
import { softmaxConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Softmax.js';
import { squareConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Square.js';
import { subConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Sub.js';
import { tileConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/Tile.js';
import { _fusedMatMulConfig } from '@tensorflow/tfjs-backend-wasm/dist/kernels/_FusedMatMul.js';
import {
  backend,
  getKernel,
  io,
  registerKernel,
  type KernelConfig,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

/** Beyond those of our own graphs. */
const kernels: readonly KernelConfig[] = [
  depthwiseConv2dNativeConfig,
  fusedBatchNormConfig,
  minimumConfig,
  softmaxConfig,
  squareConfig,
  subConfig,
  tileConfig,
  _fusedMatMulConfig,
];

const registered = new Set<KernelConfig>();

/** A backend that is open already sets up no kernel by itself. */
function registerOnce(wanted: readonly KernelConfig[]): void {
  for (const kernel of wanted) {
    if (registered.has(kernel)) continue;
    registered.add(kernel);
    if (getKernel(kernel.kernelName, kernel.backendName)) continue;
    registerKernel(kernel);
    kernel.setupFunc?.(backend());
  }
}

/** As much of an export as running it takes. */
export interface RunnableFiles {
  readonly 'model.json': Uint8Array<ArrayBuffer>;
  readonly 'weights.bin': Uint8Array<ArrayBuffer>;
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

  /** @param more kernels that its layers need beyond those of pictures */
  static async open(
    files: RunnableFiles,
    more: readonly KernelConfig[] = [],
  ): Promise<LayersRunner> {
    registerOnce([...kernels, ...more]);
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

  /** @param input a square [1, size, size, 3] of −1..1, or a tensor for each input; stays the caller's. */
  async answer(input: Tensor | Tensor[]): Promise<Float32Array> {
    const output = this.#model.predict(input) as Tensor;
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
