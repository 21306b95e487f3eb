import { expect, it } from 'vitest';
import { threadsWorthUsing } from './wasm-features.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36';
const ipad = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Safari/605.1.15';

it.each([
  [{ isolated: true, cores: 8, userAgent: chrome }, 4],
  [{ isolated: true, cores: 4, userAgent: chrome }, 2],
  [{ isolated: true, cores: 64, userAgent: chrome }, 4],
  [{ isolated: true, cores: 2, userAgent: chrome }, 1],
  [{ isolated: false, cores: 8, userAgent: chrome }, 1],
  [{ isolated: true, cores: 8, userAgent: ipad }, 1],
])('%j uses %i threads', (facts, threads) => {
  expect(threadsWorthUsing(facts)).toBe(threads);
});
