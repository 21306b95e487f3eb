/** Frames that stay on the GPU: one compute pass from the camera's texture to a tensor's buffer. */
import { tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { CpuPreprocessor } from './cpu-frames.ts';
import { frameSize, isVideoFrame, type Frame, type FrameSize } from './frame.ts';
import { sourceRect } from './geometry.ts';
import { specKey, type InputSpec } from './input-spec.ts';
import type { Preprocessor } from './preprocessor.ts';
import {
  preprocessShader,
  uniformBytes,
  workgroupSide,
  type TextureKind,
} from './preprocess.wgsl.ts';
import { TensorPool } from './tensor-pool.ts';

interface Input {
  readonly uniforms: GPUBuffer;
  readonly pool: TensorPool<GPUBuffer>;
}

interface Source {
  readonly kind: TextureKind;
  readonly resource: GPUBindingResource;
}

type Way = 'import' | 'copy';

export class GpuPreprocessor implements Preprocessor {
  readonly compiles = true;
  readonly #backend: WebGPUBackend;
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<TextureKind, GPUComputePipeline>();
  readonly #inputs = new Map<string, Input>();
  #texture: GPUTexture | undefined;
  /** Ways that have failed on this device; not tried again. */
  readonly #impossible = new Set<string>();
  readonly #cpu = new CpuPreprocessor();

  constructor(backend: WebGPUBackend) {
    this.#backend = backend;
    this.#device = backend.device;
  }

  async toTensors(frame: Frame, specs: readonly InputSpec[]): Promise<Tensor4D[]> {
    // Whatever still has to read our buffers goes to the queue before the pass that fills them.
    this.#backend.ensureCommandEncoderReady();
    this.#backend.endComputePassEncoder();
    this.#backend.submitQueue();
    const source = this.#source(frame);
    if (!source) return this.#cpu.toTensors(frame, specs);
    const encoder = this.#device.createCommandEncoder({ label: 'preprocess' });
    const tensors = specs.map((spec) =>
      this.#input(spec).pool.lend((buffer) =>
        this.#encode(encoder, source, spec, frameSize(frame), buffer),
      ),
    );
    this.#device.queue.submit([encoder.finish()]);
    return tensors;
  }

  dispose(): void {
    for (const { uniforms, pool } of this.#inputs.values()) {
      uniforms.destroy();
      for (const buffer of pool.memories) buffer.destroy();
    }
    this.#inputs.clear();
    this.#texture?.destroy();
    this.#texture = undefined;
    this.#cpu.dispose();
  }

  /** By reference, else by copy; undefined where frames of this kind reach the GPU by neither. */
  #source(frame: Frame): Source | undefined {
    const ways: Way[] = isVideoFrame(frame) ? ['import', 'copy'] : ['copy'];
    for (const way of ways) {
      const known = `${way} ${isVideoFrame(frame) ? 'frame' : 'bitmap'}`;
      if (this.#impossible.has(known)) continue;
      try {
        return way === 'import'
          ? { kind: 'external', resource: this.#import(frame) }
          : { kind: 'rgba', resource: this.#copy(frame) };
      } catch (error) {
        // TypeError: this browser knows only <video>. OperationError: not on this device, as with
        // Chromium's software adapter.
        const name = error instanceof DOMException ? error.name : '';
        if (!(error instanceof TypeError) && name !== 'OperationError') throw error;
        this.#impossible.add(known);
      }
    }
    return undefined;
  }

  #import(frame: Frame): GPUExternalTexture {
    // TensorFlow.js brings older WebGPU types, in which only a <video> can be imported.
    const source = frame as unknown as HTMLVideoElement;
    return this.#device.importExternalTexture({ source });
  }

  #copy(frame: Frame): GPUTextureView {
    const { width, height } = frameSize(frame);
    if (this.#texture?.width !== width || this.#texture.height !== height) {
      this.#texture?.destroy();
      this.#texture = this.#device.createTexture({
        size: [width, height],
        format: 'rgba8unorm',
        usage:
          GPUTextureUsage.COPY_DST |
          GPUTextureUsage.TEXTURE_BINDING |
          GPUTextureUsage.RENDER_ATTACHMENT,
      });
    }
    this.#device.queue.copyExternalImageToTexture(
      { source: frame as ImageBitmap },
      { texture: this.#texture, premultipliedAlpha: true },
      [width, height],
    );
    return this.#texture.createView();
  }

  #encode(
    encoder: GPUCommandEncoder,
    source: Source,
    spec: InputSpec,
    { width, height }: FrameSize,
    buffer: GPUBuffer,
  ): void {
    const { uniforms } = this.#input(spec);
    const rect = sourceRect(spec, width, height);
    const params = new ArrayBuffer(uniformBytes);
    new Float32Array(params).set([
      rect.x / width,
      rect.y / height,
      rect.width / width,
      rect.height / height,
      spec.scale,
      spec.offset,
    ]);
    new Uint32Array(params).set([spec.size, spec.mirror ? 1 : 0], 6);
    this.#device.queue.writeBuffer(uniforms, 0, params);
    const pipeline = this.#pipeline(source.kind);
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(
      0,
      this.#device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: [
          { binding: 0, resource: { buffer: uniforms } },
          { binding: 1, resource: source.resource },
          { binding: 2, resource: { buffer } },
        ],
      }),
    );
    const groups = Math.ceil(spec.size / workgroupSide);
    pass.dispatchWorkgroups(groups, groups);
    pass.end();
  }

  #pipeline(kind: TextureKind): GPUComputePipeline {
    let pipeline = this.#pipelines.get(kind);
    if (!pipeline) {
      const module = this.#device.createShaderModule({ code: preprocessShader(kind) });
      pipeline = this.#device.createComputePipeline({ layout: 'auto', compute: { module } });
      this.#pipelines.set(kind, pipeline);
    }
    return pipeline;
  }

  #input(spec: InputSpec): Input {
    const key = specKey(spec);
    let input = this.#inputs.get(key);
    if (!input) {
      const shape: [number, number, number, number] = [1, spec.size, spec.size, 3];
      const makeBuffer = () =>
        this.#device.createBuffer({
          size: spec.size * spec.size * 3 * Float32Array.BYTES_PER_ELEMENT,
          usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
        });
      input = {
        uniforms: this.#device.createBuffer({
          size: uniformBytes,
          usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
        }),
        pool: new TensorPool(makeBuffer, (buffer) =>
          tensor({ buffer, zeroCopy: true }, shape, 'float32'),
        ),
      };
      this.#inputs.set(key, input);
    }
    return input;
  }
}
