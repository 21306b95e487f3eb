import type { Tensor4D } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { TensorPool } from './tensor-pool.ts';

it('reuses memory only when the tensor made from it is disposed', () => {
  const pool = new TensorPool<number[]>(
    () => [],
    () => ({ isDisposed: false }) as Tensor4D,
  );
  const dispose = (tensor: Tensor4D) => Object.assign(tensor, { isDisposed: true });
  const lend = () => pool.lend((memory) => memory.push(1));
  for (let frame = 0; frame < 5; frame++) dispose(lend());
  expect(pool.memories.length).toBe(1);
  const kept = lend();
  dispose(lend());
  dispose(lend());
  expect(pool.memories.map((memory) => memory.length)).toEqual([6, 2]);
  dispose(kept);
});
