/** What every exported page shows, whatever it is asked about: its name, bars, languages, how it was checked. */
import { element, text } from './elements.ts';

/** Sentences of a page by their names; `[count]` and the like stand for numbers. */
export type Sentences<Word extends string> = Readonly<Record<Word, string>>;

/** Words that every page has. */
export const frameWords = ['unknown', 'offline', 'loading', 'checked'] as const;
export type FrameWord = (typeof frameWords)[number];

export interface FramedContent<Word extends string> {
  readonly name: string;
  readonly labels: readonly string[];
  readonly golden: readonly unknown[];
  readonly difference?: number;
  readonly locale: string;
  /** By locale. */
  readonly words: Readonly<Record<string, Sentences<Word | FrameWord>>>;
}

export interface PageAnswer {
  /** In the order of the labels. */
  readonly scores: Float32Array;
  /** Like nothing that the project has shown. */
  readonly unknown: boolean;
}

export class PageFrame<Word extends string> {
  readonly #content: FramedContent<Word>;
  readonly #list = element('ol', { 'data-testid': 'predictions' });
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #percent: Intl.NumberFormat;
  readonly #texts: (() => void)[] = [];
  #locale: string;

  constructor(content: FramedContent<Word>) {
    this.#content = content;
    const known = Object.keys(content.words);
    const wished = navigator.languages.find((tag) => known.some((one) => isLike(one, tag)));
    this.#locale = known.find((one) => wished && isLike(one, wished)) ?? content.locale;
    this.#percent = new Intl.NumberFormat(this.#locale, {
      style: 'percent',
      maximumFractionDigits: 0,
    });
  }

  say(word: Word | FrameWord): void {
    this.#status.textContent = this.word(word);
  }

  /** The model can be asked from now on. */
  ready(): void {
    this.#status.textContent = '';
    document.body.dataset['ready'] = 'true';
  }

  /** Bars, best first; none without an answer. */
  show(answer: PageAnswer | undefined): void {
    const ranked = this.#content.labels
      .map((label, i) => ({ label, score: answer?.scores[i] ?? 0 }))
      .sort((a, b) => b.score - a.score);
    const unknown = answer?.unknown ?? false;
    this.#list.toggleAttribute('data-unknown', unknown);
    const best = answer ? (ranked[0]?.label ?? '') : '';
    this.#status.textContent = unknown ? this.word('unknown') : best;
    const shown = answer ? ranked : [];
    this.#list.replaceChildren(
      ...shown.map(({ label, score }) => {
        const item = element('li', { 'data-label': label, 'data-score': String(score) });
        const bar = element('b');
        bar.style.width = `${100 * score}%`;
        const track = element('i');
        track.append(bar);
        item.append(text('span', label), text('output', this.#percent.format(score)), track);
        return item;
      }),
    );
  }

  /** Puts the page together around what it is asked with. */
  build(asking: readonly HTMLElement[], notes: readonly HTMLElement[]): void {
    const { name, golden, difference } = this.#content;
    const header = element('header');
    header.append(text('h1', name), ...this.#languageButtons());
    const footer = element('footer');
    footer.append(this.said('p', 'offline'), ...notes);
    if (difference !== undefined) {
      const told = { count: String(golden.length), difference: small.format(difference) };
      const checked = this.said('p', 'checked', told);
      checked.setAttribute('data-testid', 'difference');
      checked.setAttribute('data-difference', String(difference));
      footer.append(checked);
    }
    const parts = [header, ...asking, this.#status, this.#list, footer];
    document.getElementById('app')?.append(...parts);
    this.translate();
  }

  /** An element with a sentence in the visitor's language. */
  said<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    word: Word | FrameWord,
    values: Readonly<Record<string, string>> = {},
  ): HTMLElementTagNameMap[Tag] {
    const node = element(tag);
    const put = (_: string, key: string) => values[key] ?? '';
    this.whenTranslated(() => {
      node.textContent = this.word(word).replaceAll(/\[(\w+)\]/g, put);
    });
    return node;
  }

  /** Hears of every change of the language, the first among them. */
  whenTranslated(listener: () => void): void {
    this.#texts.push(listener);
  }

  translate(): void {
    document.documentElement.lang = this.#locale;
    for (const put of this.#texts) put();
  }

  word(word: Word | FrameWord): string {
    return this.#content.words[this.#locale]?.[word] ?? '';
  }

  #languageButtons(): HTMLButtonElement[] {
    return Object.keys(this.#content.words).map((locale) => {
      const [language = ''] = locale.split('-');
      const button = text('button', language.toUpperCase());
      button.lang = locale;
      button.onclick = () => {
        this.#locale = locale;
        this.translate();
      };
      return button;
    });
  }
}

const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

const isLike = (a: string, b: string) => a.split('-')[0] === b.split('-')[0];
