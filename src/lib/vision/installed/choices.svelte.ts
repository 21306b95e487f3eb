/** What was installed on this device to look with, for the page: read once for each time it is asked. */
import { readFile } from '#lib/cache/files.ts';
import { installedModel, installedModels } from '#lib/cache/installed.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { nameLabels } from '#lib/vision/labels/index.ts';
import { factsOf, type InstalledFacts } from './entry.ts';
import { labelIds, parseLabels } from './labels.ts';

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

/** Lets the page name the labels of a model by what people called them. */
export async function learnLabels(id: string): Promise<void> {
  const model = await installedModel(id);
  const bytes = model?.labels && (await readFile(model.labels));
  if (!model?.labels || !bytes) return;
  const names = parseLabels(bytes, model.labels.file);
  nameLabels(labelIds(names).map((label, i) => [label, names[i] ?? label]));
}
