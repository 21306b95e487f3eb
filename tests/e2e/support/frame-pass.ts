/**
 * Runs in a page of its own, bundled by `frame-pass.spec.ts`: the pass on the GPU and the sampler on
 * the processor read the same pictures, and what comes out is compared.
 */
import { backend, type Tensor4D } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { open } from '../../../src/lib/engine/backends/webgpu.ts';
import { CpuPreprocessor } from '../../../src/lib/vision/preprocess/cpu-frames.ts';
import type { Frame } from '../../../src/lib/vision/preprocess/frame.ts';
import { GpuPreprocessor } from '../../../src/lib/vision/preprocess/gpu-frames.ts';
import type { InputSpec } from '../../../src/lib/vision/preprocess/input-spec.ts';

/** Of one input: how far the GPU's tensor is from the processor's, in steps of 0 to 255. */
export interface Difference {
  readonly picture: string;
  readonly spec: InputSpec;
  readonly mean: number;
  readonly largest: number;
  /** How far the processor's own values spread: a comparison of two black tensors says nothing. */
  readonly spread: number;
}

export interface Comparison {
  readonly differences: readonly Difference[];
  /** Frames that reached the GPU by reference and by copy. */
  readonly imported: number;
  readonly copied: number;
}

export interface FramePass {
  /** Photographs decoded whole, upright, and one smaller than what is asked for. */
  compareBitmaps(photos: readonly string[], specs: readonly InputSpec[]): Promise<Comparison>;
  /** One frame of the camera, in the camera's own format. */
  compareCamera(specs: readonly InputSpec[], way: 'import' | 'copy'): Promise<Comparison>;
}

/** Not in TypeScript's DOM types yet. */
declare const MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack }) => {
  readonly readable: ReadableStream<VideoFrame>;
};

declare global {
  var framePass: FramePass;
}

globalThis.framePass = {
  async compareBitmaps(photos, specs) {
    const differences: Difference[] = [];
    const gpu = await openGpu();
    for (const photo of photos) {
      const file = await (await fetch(photo)).blob();
      const whole = await createImageBitmap(file);
      const upright = await createImageBitmap(whole, 30, 0, whole.height / 2, whole.height);
      const tiny = await createImageBitmap(whole, { resizeWidth: 18, resizeHeight: 13 });
      for (const [name, bitmap] of Object.entries({ whole, upright, tiny })) {
        differences.push(...(await compare(`${photo}, ${name}`, bitmap, specs, gpu.preprocessor)));
      }
    }
    return { differences, ...gpu.ways };
  },

  async compareCamera(specs, way) {
    const gpu = await openGpu();
    if (way === 'copy') gpu.refuseImports();
    const stream = await navigator.mediaDevices.getUserMedia({ video: true });
    const [track] = stream.getVideoTracks();
    if (!track) throw new Error('The camera gives no video');
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const { value: frame } = await reader.read();
    if (!frame) throw new Error('The camera gives no frame');
    const differences = await compare(`camera, ${frame.format}`, frame, specs, gpu.preprocessor);
    frame.close();
    track.stop();
    return { differences, ...gpu.ways };
  },
};

/** Once a page: a backend is registered for good. */
async function openGpu() {
  await open();
  const { device } = backend() as WebGPUBackend;
  const preprocessor = new GpuPreprocessor(backend() as WebGPUBackend);
  const ways = { imported: 0, copied: 0 };
  const importFrame = device.importExternalTexture.bind(device);
  device.importExternalTexture = (descriptor) => {
    const texture = importFrame(descriptor);
    ways.imported++;
    return texture;
  };
  const copy = device.queue.copyExternalImageToTexture.bind(device.queue);
  device.queue.copyExternalImageToTexture = (...parameters) => {
    copy(...parameters);
    ways.copied++;
  };
  return {
    preprocessor,
    ways,
    /** As in a browser that imports nothing but a <video>. */
    refuseImports() {
      device.importExternalTexture = () => {
        throw new TypeError('not a <video>');
      };
    },
  };
}

async function compare(
  picture: string,
  frame: Frame,
  specs: readonly InputSpec[],
  gpu: GpuPreprocessor,
): Promise<Difference[]> {
  const cpu = new CpuPreprocessor();
  const fromGpu = await valuesOf(await gpu.toTensors(frame, specs));
  const fromCpu = await valuesOf(await cpu.toTensors(frame, specs));
  cpu.dispose();
  return specs.map((spec, index) => {
    const [seen, expected] = [fromGpu[index]!, fromCpu[index]!];
    const steps = expected.map((value, at) => Math.abs(value - seen[at]!) / spec.scale);
    const average = mean(expected);
    return {
      picture,
      spec,
      mean: mean(steps),
      largest: steps.reduce((most, step) => Math.max(most, step), 0),
      spread: mean(expected.map((value) => Math.abs(value - average))) / spec.scale,
    };
  });
}

async function valuesOf(tensors: readonly Tensor4D[]): Promise<Float32Array[]> {
  const values = await Promise.all(tensors.map((one) => one.data<'float32'>()));
  // Memory of the GPU is lent to the tensor: what was read from it outlives the tensor only as a copy.
  const copies = values.map((read) => read.slice());
  for (const one of tensors) one.dispose();
  return copies;
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
