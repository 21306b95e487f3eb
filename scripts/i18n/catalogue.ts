/**
 * The message catalogue is complete or it does not build: every key in every language, the same inputs, nothing empty,
 * nothing twice, every key named after its area. Paraglide itself falls back to English in silence.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A message file of inlang's message format: plain text, or one variant set. */
type Message =
  string | readonly { declarations?: readonly string[]; match?: Record<string, string> }[];
export type Catalogue = Record<string, Message>;

/** Problems of one area, one sentence each; an empty list is a good catalogue. */
export function checkArea(area: string, byLocale: Readonly<Record<string, Catalogue>>): string[] {
  const problems: string[] = [];
  const locales = Object.keys(byLocale);
  const keys = new Set(Object.values(byLocale).flatMap(Object.keys));
  keys.delete('$schema');
  for (const key of keys) {
    const where = `${area}: ${key}`;
    if (!/^[a-z][a-z0-9_]*$/.test(key)) problems.push(`${where} is not snake_case`);
    if (!key.startsWith(`${area}_`)) problems.push(`${where} does not begin with "${area}_"`);
    const inputs = new Map<string, string>();
    for (const locale of locales) {
      const message = byLocale[locale]?.[key];
      if (message === undefined) problems.push(`${where} is missing in ${locale}`);
      else if (isEmpty(message)) problems.push(`${where} is empty in ${locale}`);
      else inputs.set(locale, inputsOf(message).join(', '));
    }
    if (new Set(inputs.values()).size > 1) {
      const told = [...inputs].map(([locale, names]) => `${locale} (${names})`).join(' and ');
      problems.push(`${where} takes different inputs: ${told}`);
    }
  }
  return problems;
}

/** Checks `<directory>/<area>/<locale>.json` for every area found, and that the settings name each of them. */
export function checkCatalogue(directory: string, settingsFile: string): string[] {
  const settings = readFileSync(settingsFile, 'utf8');
  const { locales } = JSON.parse(settings) as { locales: string[] };
  const areas = readdirSync(directory, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  return areas.flatMap(({ name: area }) => {
    const unlisted = settings.includes(`/messages/${area}/{locale}.json`)
      ? []
      : [`${area}: not in the pathPattern of settings.json`];
    const read = (locale: string): Catalogue =>
      JSON.parse(readFileSync(join(directory, area, `${locale}.json`), 'utf8')) as Catalogue;
    return [...unlisted, ...checkArea(area, Object.fromEntries(locales.map((l) => [l, read(l)])))];
  });
}

function texts(message: Message): string[] {
  if (typeof message === 'string') return [message];
  return message.flatMap((variant) => Object.values(variant.match ?? {}));
}

function isEmpty(message: Message): boolean {
  const all = texts(message);
  return all.length === 0 || all.some((text) => text.trim() === '');
}

/** Names that a caller must give, sorted. */
function inputsOf(message: Message): string[] {
  if (typeof message === 'string') {
    return [
      ...new Set([...message.matchAll(/\{\s*(\w+)\s*\}/g)].map((match) => match[1] ?? '')),
    ].sort();
  }
  const declared = message.flatMap((variant) => variant.declarations ?? []);
  const inputs = declared.flatMap((line) => /^input\s+(\w+)/.exec(line)?.[1] ?? []);
  return [...new Set(inputs)].sort();
}
