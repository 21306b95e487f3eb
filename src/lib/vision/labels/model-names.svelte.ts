/** Names of the labels of installed models, as the page has read them so far. */
import type { LabelId } from '#lib/vision/prediction.ts';
import type { LabelNames } from './names.ts';

type NameList = ReadonlyMap<LabelId, LabelNames>;

class ModelNames {
  #lists = $state.raw<ReadonlyMap<string, NameList>>(new Map());
  #chosen = $state.raw<string>();

  /** What the model's labels are called from now on. */
  learn(model: string, names: Iterable<readonly [LabelId, LabelNames]>): void {
    this.#lists = new Map(this.#lists).set(model, new Map(names));
  }

  /** Whose names come first: a kite is a toy to one model, and a bird to another. */
  choose(model: string | undefined): void {
    this.#chosen = model;
  }

  ofChosen(id: LabelId): LabelNames | undefined {
    return this.#chosen === undefined ? undefined : this.#lists.get(this.#chosen)?.get(id);
  }

  /** For what was kept when another model was looked with. */
  ofAny(id: LabelId): LabelNames | undefined {
    for (const list of this.#lists.values()) {
      const names = list.get(id);
      if (names) return names;
    }
    return undefined;
  }
}

export const modelNames = new ModelNames();
