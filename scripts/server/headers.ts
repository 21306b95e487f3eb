/** What a host should say with every answer. `npm start` and the tests send it; `build/_headers` tells static hosts. */

/** All that the browser may offer us; the rest, and every frame of somebody else's, gets nothing. */
const features: Readonly<Record<string, '(self)' | '()'>> = {
  camera: '(self)',
  // Dictation, where the browser recognises speech on the device.
  microphone: '(self)',
  fullscreen: '(self)',
  'screen-wake-lock': '(self)',
  'web-share': '(self)',
  accelerometer: '()',
  'browsing-topics': '()',
  'display-capture': '()',
  geolocation: '()',
  gyroscope: '()',
  magnetometer: '()',
  midi: '()',
  payment: '()',
  usb: '()',
  serial: '()',
  bluetooth: '()',
  hid: '()',
};

export const headers: Readonly<Record<string, string>> = {
  // Threads in wasm need a cross-origin isolated page.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // The rest of the policy is in each page (svelte.config.js); this part is heard in a header only.
  'Content-Security-Policy': "frame-ancestors 'self'",
  'Permissions-Policy': Object.entries(features)
    .map(([feature, who]) => `${feature}=${who}`)
    .join(', '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** In the form that Netlify, Cloudflare Pages and others read from a file `_headers`. */
export function headersFile(): string {
  const lines = Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`);
  return [
    '/*',
    ...lines,
    '',
    '/_app/immutable/*',
    '  Cache-Control: public, max-age=31536000, immutable',
    '',
  ].join('\n');
}
