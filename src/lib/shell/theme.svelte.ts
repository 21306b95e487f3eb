/** Day, night, or as the device says. The boot script has drawn the first paint; this follows from there. */
export const themeChoices = ['auto', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const storageKey = 'aprendiz:theme';
const systemDark = '(prefers-color-scheme: dark)';
/** The two papers, for the browser's own bar. */
const barColours = { light: '#f9f3e8', dark: '#191813' } as const;

class Theme {
  #choice = $state<ThemeChoice>('auto');

  get choice(): ThemeChoice {
    return this.#choice;
  }

  /** Reads the stored choice and follows the device while the choice is `auto`. Returns the way to stop. */
  follow(): () => void {
    this.#choice = storedChoice();
    const system = matchMedia(systemDark);
    const apply = () => this.#apply();
    system.addEventListener('change', apply);
    apply();
    return () => system.removeEventListener('change', apply);
  }

  choose(choice: ThemeChoice): void {
    this.#choice = choice;
    this.#apply();
    try {
      localStorage.setItem(storageKey, choice);
    } catch {
      // Storage is forbidden or full: the choice holds for this visit.
    }
  }

  #apply(): void {
    const wanted = this.#choice === 'auto' ? systemTheme() : this.#choice;
    document.documentElement.dataset.theme = wanted;
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', barColours[wanted]);
  }
}

function systemTheme(): 'light' | 'dark' {
  return matchMedia(systemDark).matches ? 'dark' : 'light';
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(storageKey);
    return themeChoices.find((choice) => choice === stored) ?? 'auto';
  } catch {
    return 'auto'; // storage is forbidden: nothing was kept
  }
}

export const theme = new Theme();
