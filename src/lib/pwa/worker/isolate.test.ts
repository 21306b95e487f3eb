import { expect, test } from 'vitest';
import { isolated } from './isolate.ts';

const page = (headers: Record<string, string>) =>
  new Response('<p>', { headers: { 'Content-Type': 'text/html', ...headers } });

test('adds the two headers to pages and scripts of a host that sends none', async () => {
  const response = isolated(page({ 'X-Kept': 'yes' }));
  expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  expect(response.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp');
  expect(response.headers.get('X-Kept')).toBe('yes');
  expect(await response.text()).toBe('<p>');
});

test('leaves alone what the host has decided, and what needs no headers', () => {
  const decided = page({
    'Cross-Origin-Opener-Policy': 'same-origin-allow-popups',
    'Cross-Origin-Embedder-Policy': 'credentialless',
  });
  expect(isolated(decided)).toBe(decided);
  const image = new Response('', { headers: { 'Content-Type': 'image/webp' } });
  expect(isolated(image)).toBe(image);
});
