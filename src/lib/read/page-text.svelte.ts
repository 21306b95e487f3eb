/**
 * The text on the page. What is typed is the platform's to undo; what a button changed, or a file
 * replaced, is undone here. A text of any length survives a reload.
 */
import type { Draft } from './draft.ts';

/** As much as a text field shows and lays out without making anybody wait. */
export const longestTyped = 100_000;

const mostUndone = 50;
/** Characters that undoing may hold altogether: a 10 MB paste can be undone, ten of them cannot. */
const mostKept = 30_000_000;

export type Change = 'cleared' | 'token' | 'example' | 'file' | 'dictated' | 'pasted';

interface Before {
  readonly text: string;
  readonly change: Change;
}

export class PageText {
  readonly #draft: Draft;
  #value = $state.raw('');
  #before = $state.raw<readonly Before[]>([]);
  /** What the last change by a button left behind; typing on makes undoing it the platform's affair. */
  #after: string | undefined;

  constructor(draft: Draft) {
    this.#draft = draft;
    this.#value = draft.read();
  }

  get value(): string {
    return this.#value;
  }

  /** Too long for a text field: shown by its beginning, read as a whole. */
  get isLong(): boolean {
    return this.#value.length > longestTyped;
  }

  /** What can be undone next. */
  get undoable(): Change | undefined {
    return this.#before.at(-1)?.change;
  }

  /** Whether nothing was typed since the last change by a button. */
  get isUntouched(): boolean {
    return this.#after === this.#value;
  }

  /** A long text that was kept elsewhere, unless something was typed in the meantime. */
  async restore(): Promise<void> {
    const kept = await this.#draft.restore();
    if (kept !== undefined && this.#value === '') this.#value = kept;
  }

  type(text: string): void {
    if (text.length > longestTyped && !this.isLong) return this.change(text, 'pasted');
    this.#set(text);
  }

  /** Puts another text in its place, undoable. */
  change(text: string, change: Change): void {
    if (text === this.#value) return;
    const before = [...this.#before, { text: this.#value, change }].slice(-mostUndone);
    let kept = before.reduce((sum, entry) => sum + entry.text.length, 0);
    while (kept > mostKept && before.length > 1) kept -= before.shift()?.text.length ?? 0;
    this.#before = before;
    this.#set(text);
    this.#after = text;
  }

  undo(): void {
    const last = this.#before.at(-1);
    if (!last) return;
    this.#before = this.#before.slice(0, -1);
    this.#set(last.text);
    this.#after = last.text;
  }

  #set(text: string): void {
    this.#value = text;
    this.#draft.write(text);
  }
}
