/** The words of a lab: `text.en.ts` and `text.pt.ts` beside it, of one shape. */
import { locale } from '#lib/i18n/locale.svelte.ts';
import type { Locale } from '#paraglide/runtime.js';

export interface LabText {
  /** What there is to understand, in a few short paragraphs. */
  readonly story: readonly string[];
  /** Exactly three. */
  readonly tasks: Readonly<Record<string, { readonly say: string; readonly seen: string }>>;
}

/** The text in the visitor's language; ask for it in a `$derived`. */
export const inLanguage = <T>(texts: Readonly<Record<Locale, T>>): T => texts[locale.current];
