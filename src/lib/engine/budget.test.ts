import { expect, it } from 'vitest';
import { MemoryBudget } from './budget.ts';

it('forgives a little and refuses a leak', () => {
  const budget = new MemoryBudget({ tensors: 200, bytes: 10_000_000 });
  expect(() => budget.check({ tensors: 210, bytes: 11_000_000 })).not.toThrow();
  expect(() => budget.check({ tensors: 500, bytes: 11_000_000 })).toThrow(/out-of-memory/);
  expect(() => budget.check({ tensors: 200, bytes: 400_000_000 })).toThrow(/out-of-memory/);
});
