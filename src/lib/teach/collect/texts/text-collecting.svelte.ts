/** What the Collect column of a text project can do with it: type, paste, edit. */
import { newId } from '#lib/storage/new-id.ts';
import type { SampleOrigin, SampleRow } from '#lib/storage/project-rows.ts';
import type { OpenProject } from '../../project/open-project.svelte.ts';
import { editText } from '../../project/sample-commands.ts';
import { SampleWork } from '../sample-work.svelte.ts';
import { keysOf } from './plain-key.ts';
import { siftTexts, type Sifted } from './sift.ts';

export interface AddTexts {
  readonly classId: string;
  readonly texts: readonly string[];
  readonly origin: SampleOrigin;
  readonly fileName?: string;
  /** Those that are there already, too. */
  readonly keepTwins?: boolean;
}

export class TextCollecting extends SampleWork {
  readonly #project: OpenProject;

  constructor(project: OpenProject) {
    super(project);
    this.#project = project;
  }

  /**
   * Keeps texts as samples of a class, in one step to undo.
   * @returns what became of them, on disk now; undefined: nothing was kept, `project.failure` says why.
   */
  async add({
    classId,
    texts,
    origin,
    fileName,
    keepTwins,
  }: AddTexts): Promise<Sifted | undefined> {
    this.use(classId);
    const sifted = siftTexts(texts, keysOf(this.#project.samplesOf(classId)), keepTwins);
    if (sifted.kept.length === 0) return sifted;
    const takenAt = Date.now();
    const taken = sifted.kept.map((text) => ({
      text,
      origin,
      takenAt,
      ...(fileName !== undefined && { fileName }),
      // Each text is a burst of its own: which are nearly the same is seen when they are split.
      burst: newId(),
    }));
    const rows = await this.#project.addSamples(classId, taken);
    return rows.length > 0 ? sifted : undefined;
  }

  /** @returns the sample that has taken its place. */
  async edit(sample: SampleRow, text: string): Promise<string | undefined> {
    const id = newId();
    return (await this.#project.perform(editText(sample.id, { id, text }))) ? id : undefined;
  }

  close(): void {
    this.selectNone();
  }
}
