/** The words of the message catalogue, so that a test survives a better sentence. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FailureCode } from '../../../src/lib/failure/failure.ts';

export const languages = ['en', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

const folder = join(import.meta.dirname, '..', '..', '..', 'src', 'lib', 'i18n', 'messages');

export function words(area: string, language: Language): Record<string, string> {
  const file = join(folder, area, `${language}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
}

export interface FailureWords {
  readonly sentence: string;
  readonly next: string;
}

export function failureWords(code: FailureCode, language: Language): FailureWords {
  const all = words('failure', language);
  const key = `failure_${code.replaceAll('-', '_')}`;
  const [sentence, next] = [all[key], all[`${key}_next`]];
  if (!sentence || !next) throw new Error(`No words for ${code} in ${language}`);
  return { sentence, next };
}
