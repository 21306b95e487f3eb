/**
 * Threads in WebAssembly need a cross-origin isolated page, which is two response headers; a plain static host cannot
 * send them, so the service worker adds them to what it serves. Everything the app loads is its own, so nothing is
 * shut out. Pages, scripts and workers all need them; other files are passed on untouched.
 */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
} as const;

export function isolated(response: Response): Response {
  const type = response.headers.get('Content-Type') ?? '';
  if (!/html|javascript/.test(type)) return response;
  if (Object.keys(headers).every((name) => response.headers.has(name))) return response;
  const all = new Headers(response.headers);
  for (const [name, value] of Object.entries(headers)) if (!all.has(name)) all.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers: all });
}
