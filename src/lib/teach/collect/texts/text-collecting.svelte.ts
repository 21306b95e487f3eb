/** What the Collect column of a text project can do with it: type, paste, edit. */
import { newId } from '#lib/storage/new-id.ts';
import type { SampleOrigin, SampleRow } from '#lib/storage/project-rows.ts';
import { m } from '#paraglide/messages.js';
import type { OpenProject } from '../../project/open-project.svelte.ts';
import { editText } from '../../project/sample-commands.ts';
import { SampleWork } from '../sample-work.svelte.ts';
import { keysOf } from './plain-key.ts';
import { foundInInput, type FoundFile } from '../walk-files.ts';
import { linesOf, siftTexts, type Sifted } from './sift.ts';
import { TableImporting } from './table/table-importing.svelte.ts';
import { addedTextsWords, thereWords } from './text-words.ts';

export interface AddTexts {
  readonly classId: string;
  readonly texts: readonly string[];
  readonly origin: SampleOrigin;
  readonly fileName?: string;
  /** Those that are there already, too. */
  readonly keepTwins?: boolean;
}

export class TextCollecting extends SampleWork {
  readonly tables: TableImporting;
  readonly #project: OpenProject;

  constructor(project: OpenProject) {
    super(project);
    this.#project = project;
    this.tables = new TableImporting(project);
  }

  /** Text files, as tables: lines are one of a single column. */
  async takeFiles(files: readonly FoundFile[], classId?: string): Promise<void> {
    if (classId !== undefined) this.use(classId);
    const given = files.map(async (file) => ({ name: file.name, file: await file.read() }));
    await this.tables.take(await Promise.all(given), classId);
  }

  /** What was dropped from outside: files, or a text out of another page. */
  async takeDropped(transfer: DataTransfer, classId?: string): Promise<void> {
    const files = foundInInput(transfer.files);
    if (files.length > 0) return this.takeFiles(files, classId);
    await this.takeText(transfer.getData('text/plain'), classId ?? this.classInUse);
  }

  /** A text from elsewhere: a sample, or one for each line. */
  async takeText(text: string, classId: string | undefined): Promise<void> {
    const texts = linesOf(text);
    if (texts.length === 0) return;
    if (classId === undefined) return this.say(m.text_paste_ask());
    const sifted = await this.add({ classId, texts, origin: 'paste' });
    if (!sifted) return;
    const { kept, twins } = sifted;
    const name = this.#project.class(classId)?.name ?? '';
    const words = [
      ...(kept.length > 0 ? [addedTextsWords(kept.length, name)] : []),
      ...(twins.length > 0 ? [thereWords(twins.length)] : []),
    ];
    this.say(words.join(' '), kept.length > 0);
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
    this.tables.cancel();
    this.selectNone();
  }
}
