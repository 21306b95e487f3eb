import { engine, KernelBackend, type KernelConfig, type Tensor } from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { offerKernels, registerMoreKernels, useBackend } from './register.ts';

class FakeBackend extends KernelBackend {
  override numDataIds(): number {
    return 0;
  }
}

it('kernels that come later are set up as those that were there, once', async () => {
  const backend = new FakeBackend();
  const setUp = vi.fn();
  const kernel: KernelConfig = {
    kernelName: 'Late',
    backendName: 'fake',
    setupFunc: setUp,
    kernelFunc: () => [],
  };
  const load = vi.fn(() => Promise.resolve({ kernels: [kernel] }));
  await useBackend('fake', backend, []);
  offerKernels(load);
  const run = () => engine().runKernel<Tensor[]>('Late', {});
  expect(run).toThrow(/not registered/);
  // Two networks that are loaded at once both ask.
  await Promise.all([registerMoreKernels(), registerMoreKernels()]);
  await registerMoreKernels();
  expect(run()).toEqual([]);
  expect(setUp.mock.calls).toEqual([[backend]]);
});
