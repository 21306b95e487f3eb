/**
 * The visitor's language as reactive state: paraglide asks it on every `m.key()`, so choosing another language rewrites
 * the words in place, with no reload and the camera still running. The boot script has already decided
 * (address, then stored choice, then browser, then English) and left its answer on <html lang>.
 */
import {
  baseLocale,
  isLocale,
  locales,
  overwriteGetLocale,
  type Locale,
} from '#paraglide/runtime.js';

export { locales, type Locale };

const storageKey = 'aprendiz:language';

class LocaleState {
  #current = $state<Locale>(baseLocale);

  get current(): Locale {
    return this.#current;
  }

  /** Before hydration, so that the first words drawn are already the visitor's. */
  start(): void {
    const decided = document.documentElement.lang;
    if (isLocale(decided)) this.#current = decided;
  }

  /** The visitor's own choice: kept for the next visit where storage is allowed. */
  choose(locale: Locale): void {
    this.#current = locale;
    document.documentElement.lang = locale;
    try {
      localStorage.setItem(storageKey, locale);
    } catch {
      // Storage is forbidden or full: the choice holds for this visit.
    }
  }
}

export const locale = new LocaleState();
overwriteGetLocale(() => locale.current);
