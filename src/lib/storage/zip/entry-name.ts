/** Names inside a zip, made safe to think of as a path. Pure. */
import { FailureError } from '#lib/failure/failure.ts';

/**
 * With `/` between the parts; a folder ends in one.
 * @throws FailureError `archive-unsafe` for what would lead out of the zip or means something else
 * elsewhere: absolute, `..`, drive letters, control characters.
 */
export function safeName(raw: string): string {
  const name = raw.replaceAll('\\', '/');
  const parts = name.split('/');
  const isFolder = name.endsWith('/');
  const inner = isFolder ? parts.slice(0, -1) : parts;
  const isUnsafe =
    name === '' ||
    name.startsWith('/') ||
    /^[a-z]:/i.test(name) ||
    [...name].some(isControl) ||
    inner.some((part) => part === '..' || part === '.' || part === '');
  if (isUnsafe) throw new FailureError('archive-unsafe', JSON.stringify(raw.slice(0, 200)));
  return name;
}

const ASCII_REPLACEMENT = '_';

/** A file name that every system takes, from any words; never empty. */
export function fileNameFor(words: string, fallback: string): string {
  const clean = [...words.normalize('NFC')]
    .map((character) => (isForbidden(character) ? ASCII_REPLACEMENT : character))
    .join('')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[. ]+$/, '')
    .replace(/^\.+/, '');
  const short = [...clean].slice(0, 60).join('').trim();
  // Names that Windows keeps for devices.
  const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short);
  return short === '' || isDevice ? fallback : short;
}

function isForbidden(character: string): boolean {
  return isControl(character) || '<>:"/\\|?*'.includes(character);
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 || code === 127;
}

/** The name, or the name with the first number that makes it new. Compared without case. */
export function uniqueName(name: string, taken: Set<string>): string {
  let candidate = name;
  for (let n = 2; taken.has(candidate.toLowerCase()); n++) candidate = `${name} (${n})`;
  taken.add(candidate.toLowerCase());
  return candidate;
}
