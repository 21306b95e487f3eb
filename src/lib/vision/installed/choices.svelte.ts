/** What was installed on this device to look with, for the page: read once for each time it is asked. */
import { installedModels } from '#lib/cache/installed.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { factsOf, type InstalledFacts } from './entry.ts';

export class InstalledChoices {
  #all = $state.raw<readonly InstalledFacts[]>([]);

  constructor() {
    void this.#load();
  }

  /** Empty until they are read, and where storage is closed to us. */
  get all(): readonly InstalledFacts[] {
    return this.#all;
  }

  /** A name for what is installed, and for what was; undefined for what never was. */
  nameOf(id: string, locale: string): string | undefined {
    const [plain = ''] = id.split('@');
    const facts = this.#all.find((one) => one.id === plain);
    return facts?.name[locale] ?? facts?.name['en'] ?? (facts && facts.id);
  }

  async #load(): Promise<void> {
    try {
      const models = await installedModels();
      this.#all = models.flatMap((model) => factsOf(model) ?? []);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
    }
  }
}
