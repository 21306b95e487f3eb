/** The HTML file as text, and the way back from it. Pure. */
import { FailureError } from '#lib/failure/failure.ts';
import { packValue, unpackValue } from '../project/packed-value.ts';
import { pageStyle } from './style.ts';

const contentId = 'content';
const numbersId = 'numbers';

/** Nothing may leave the page or come into it: the browser holds it to that. */
const policy = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'media-src blob: mediastream:',
].join('; ');

/** What every kind of page carries. */
export interface CarriedContent {
  readonly format: string;
  readonly name: string;
  readonly locale: string;
}

/** @param runtime the bundled program, a classic script: module scripts do not run from file://. */
export function pageDocument<Content extends CarriedContent>(
  content: Content,
  runtime: string,
): string {
  const { json, bytes } = packValue(content);
  return `<!doctype html>
<html lang="${escaped(content.locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Aprendiz">
<title>${escaped(content.name)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main id="app"></main>
<script type="application/json" id="${contentId}">${inScript(JSON.stringify(json))}</script>
<script type="text/plain" id="${numbersId}">${toBase64(bytes)}</script>
<script>${inScript(runtime)}</script>
</body>
</html>
`;
}

/** @throws FailureError `archive-damaged` where it is no page of this format */
export function readPageDocument<Content extends CarriedContent>(
  html: string,
  format: Content['format'],
): Content {
  const json = between(html, `id="${contentId}">`);
  const numbers = between(html, `id="${numbersId}">`);
  return readPageContent(json, numbers, format);
}

/** From the texts of the two script elements. @throws FailureError `archive-damaged` */
export function readPageContent<Content extends CarriedContent>(
  json: string,
  numbers: string,
  format: Content['format'],
): Content {
  const content = unpackValue(JSON.parse(json), fromBase64(numbers)) as Content;
  if (content.format !== format) throw new FailureError('archive-damaged', 'page');
  return content;
}

function between(html: string, start: string): string {
  const from = html.indexOf(start) + start.length;
  const to = html.indexOf('</script>', from);
  if (from < start.length || to < 0) throw new FailureError('archive-damaged', start);
  return html.slice(from, to);
}

/** No text inside a script element ends it early; JavaScript's strings and JSON read the escape alike. */
function inScript(code: string): string {
  return code.replaceAll(/<(?=\/script|!--|script)/gi, '\\u003C');
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** In pieces, because `String.fromCharCode` takes its bytes as arguments. */
function toBase64(bytes: Uint8Array): string {
  const step = 3 * 8192;
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += step) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + step))));
  }
  return parts.join('');
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
