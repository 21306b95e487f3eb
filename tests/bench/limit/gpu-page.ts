/** Our forward pass on a GPU, and what a plain loop reaches there. Runs in the page. */
import { describeGpuAdapter, requestGpuAdapter } from '../../../src/lib/engine/backends/adapter.ts';
import { open } from '../../../src/lib/engine/backends/webgpu.ts';
import { FailureError } from '../../../src/lib/failure/failure.ts';
import { openOurs, runOurs, spent, type Part } from './forward-page.ts';

export type OnGpu =
  | { readonly kind: 'none'; readonly why: string }
  | {
      readonly kind: 'measured';
      readonly adapter: string;
      /** Milliseconds of a turn for each list of parts, numbers to numbers. */
      readonly ms: readonly number[][];
      /** Thousand millions of multiply-adds a second, on registers. */
      readonly registers: number;
    };

const warmUps = 5;

/** A GPU that the processor plays is none. */
export async function onGpu(networks: readonly (readonly Part[])[], turns: number): Promise<OnGpu> {
  try {
    const adapter = await requestGpuAdapter();
    const { software, adapter: name } = describeGpuAdapter(adapter);
    if (software) return { kind: 'none', why: name };
    const registers = await registersOf(await adapter.requestDevice(), turns);
    await open();
    const ms: number[][] = [];
    for (const parts of networks) {
      const opened = await Promise.all(parts.map(openOurs));
      const run = () => Promise.all(opened.map(runOurs));
      for (let n = 0; n < warmUps; n++) await run();
      const times: number[] = [];
      for (let turn = 0; turn < turns; turn++) times.push(await spent(run));
      ms.push(times);
    }
    return { kind: 'measured', adapter: name, ms, registers };
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return { kind: 'none', why: error.failure.detail ?? error.failure.code };
  }
}

const [groups, width, rounds] = [4096, 64, 4096];
/** Multiply-adds of an invocation in a round: four sums of four numbers. */
const each = 16;

const loop = `
@group(0) @binding(0) var<storage, read_write> result: array<f32>;
@compute @workgroup_size(${width})
fn main(@builtin(global_invocation_id) id: vec3u) {
  let factor = vec4f(0.5 + f32(id.x) * 1e-9);
  var a = vec4f(1); var b = vec4f(2); var c = vec4f(3); var d = vec4f(4);
  for (var round = 0; round < ${rounds}; round++) {
    a = fma(a, factor, factor); b = fma(b, factor, factor);
    c = fma(c, factor, factor); d = fma(d, factor, factor);
  }
  let sum = a + b + c + d;
  result[id.x] = sum.x + sum.y + sum.z + sum.w;
}`;

/** The quickest of some turns. */
async function registersOf(device: GPUDevice, turns: number): Promise<number> {
  const module = device.createShaderModule({ code: loop });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const buffer = device.createBuffer({ size: 4 * groups * width, usage: GPUBufferUsage.STORAGE });
  const bindings = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [{ binding: 0, resource: { buffer } }],
  });
  const run = async () => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    pass.dispatchWorkgroups(groups);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
  };
  await run();
  let leastMs = Infinity;
  for (let turn = 0; turn < turns; turn++) leastMs = Math.min(leastMs, await spent(run));
  device.destroy();
  return (groups * width * rounds * each) / leastMs / 1e6;
}
