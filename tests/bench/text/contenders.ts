/** The same LSTM with the same weights in every engine, and the same texts for all. Runs in the page. */
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { numbers } from '../../../src/lib/engine/repeatable-numbers.ts';
import { openPlainKernels } from '../../../src/lib/engine/kernels/plain/open.ts';
import type {
  ImmediateKernels,
  ImmediateLayer,
  RecurrentWeights,
} from '../../../src/lib/engine/kernels/recurrent.ts';
import { openWasmKernels } from '../../../src/lib/engine/kernels/wasm/open.ts';
import type { Build } from '../../../src/lib/engine/kernels/wasm/module.ts';
import { lstmModel } from './lstm-onnx.ts';
import { inputs, units } from './sizes.ts';

export { inputs, units };

const scaled = (count: number, seed: number): Float32Array =>
  numbers(count, seed).map((value) => value / 8);

export const weights: RecurrentWeights = {
  kernel: scaled(inputs * 4 * units, 1),
  recurrent: scaled(units * 4 * units, 2),
  bias: scaled(4 * units, 3),
};

export const textOf = (steps: number, batch = 1): Float32Array =>
  numbers(batch * steps * inputs, 4);

export interface Contender {
  readonly name: string;
  /** The hidden state after the last step of each text, [batch, units]. */
  run(data: Float32Array, batch: number, steps: number): Promise<Float32Array> | Float32Array;
}

export async function openOurs(build?: Build): Promise<Contender & { layer: ImmediateLayer }> {
  return ours(`Aprendiz, wasm${build ? ` (${build})` : ''}`, await openWasmKernels(build));
}

export const openPlain = (): Contender => ours('Aprendiz, typed arrays', openPlainKernels());

function ours(name: string, kernels: ImmediateKernels) {
  const layer = kernels.layer({ cell: 'lstm', inputs, units }, weights);
  const run = (data: Float32Array, batch: number, steps: number) =>
    layer.forward({ data, batch, steps }).final.hidden;
  return { name, layer, run };
}

/** As much of onnxruntime-web as is used. */
interface Ort {
  readonly env: { readonly wasm: { wasmPaths: string } };
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: number[]) => object;
  readonly InferenceSession: {
    create(model: Uint8Array, options: { executionProviders: string[] }): Promise<OrtSession>;
  };
}
interface OrtSession {
  run(feeds: { X: object }): Promise<{ Y_h: { data: Float32Array } }>;
}

export async function openOrt(): Promise<Contender> {
  const path = '/ort/ort.wasm.min.mjs';
  const ort = (await import(/* @vite-ignore */ path)) as Ort;
  ort.env.wasm.wasmPaths = '/ort/';
  const session = await ort.InferenceSession.create(
    lstmModel({ cell: 'lstm', inputs, units }, weights),
    { executionProviders: ['wasm'] },
  );
  return {
    name: 'onnxruntime-web, wasm',
    async run(data, batch, steps) {
      if (batch !== 1) throw new Error('Steps come first here; one text at a time');
      const { Y_h } = await session.run({ X: new ort.Tensor('float32', data, [steps, 1, inputs]) });
      return Y_h.data;
    },
  };
}

const layersBackends = ['wasm', 'cpu'] as const;

/** One after the other: TensorFlow.js has one backend at a time. */
export async function openAllLayers(): Promise<Contender[]> {
  const opened: Contender[] = [];
  for (const backend of layersBackends) opened.push(await openLayers(backend));
  return opened;
}

export async function openLayers(backend: (typeof layersBackends)[number]): Promise<Contender> {
  setWasmPaths('/tf/');
  await tf.setBackend(backend);
  const x = input({ shape: [null, inputs] });
  const zeros = { kernelInitializer: 'zeros', recurrentInitializer: 'zeros' } as const;
  const lstm = layers.lstm({ units, recurrentActivation: 'sigmoid', ...zeros });
  const network = model({ inputs: x, outputs: lstm.apply(x) as SymbolicTensor });
  lstm.setWeights([
    tf.tensor2d(weights.kernel, [inputs, 4 * units]),
    tf.tensor2d(weights.recurrent, [units, 4 * units]),
    tf.tensor1d(weights.bias),
  ]);
  return {
    name: `tf.layers.lstm, ${backend}`,
    async run(data, batch, steps) {
      await tf.setBackend(backend);
      const hidden = tf.tidy(
        () => network.predict(tf.tensor3d(data, [batch, steps, inputs])) as tf.Tensor,
      );
      const values = (await hidden.data()) as Float32Array;
      hidden.dispose();
      return values;
    },
  };
}
