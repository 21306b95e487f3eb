/** The page of an HTML file: plain elements, both languages, light and dark. */
import type { PageContent, PageWords } from './content.ts';
import type { PageAnswer } from './page-model.ts';

type Word = keyof PageWords;

export class PageView {
  onPhoto: (file: Blob) => void = () => {};
  onCamera: () => void = () => {};
  readonly #content: PageContent;
  readonly #canvas = element('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #list = element('ol', { 'data-testid': 'predictions' });
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #camera = element('button', { class: 'main', type: 'button', 'data-testid': 'camera' });
  readonly #percent: Intl.NumberFormat;
  readonly #texts: { node: Element; word: Word }[] = [];
  #locale: string;
  #live = false;

  constructor(content: PageContent) {
    this.#content = content;
    const known = Object.keys(content.words);
    const wished = navigator.languages.find((tag) => known.some((one) => isLike(one, tag)));
    this.#locale = known.find((one) => wished && isLike(one, wished)) ?? content.locale;
    this.#percent = new Intl.NumberFormat(this.#locale, {
      style: 'percent',
      maximumFractionDigits: 0,
    });
    const context = this.#canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new Error('no 2D canvas');
    this.#context = context;
    this.#build();
  }

  set live(live: boolean) {
    this.#live = live;
    this.#translate();
  }

  say(word: Word): void {
    this.#status.textContent = this.#word(word);
  }

  /** The model can be asked from now on. */
  ready(): void {
    this.#status.textContent = '';
    document.body.dataset['ready'] = 'true';
  }

  draw(source: CanvasImageSource, width: number, height: number): ImageData {
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context.imageSmoothingQuality = 'high';
    this.#context.drawImage(source, 0, 0, width, height);
    return this.#context.getImageData(0, 0, width, height);
  }

  show({ scores, unknown }: PageAnswer): void {
    const ranked = this.#content.labels
      .map((label, i) => ({ label, score: scores[i] ?? 0 }))
      .sort((a, b) => b.score - a.score);
    this.#list.toggleAttribute('data-unknown', unknown);
    this.#status.textContent = unknown ? this.#word('unknown') : (ranked[0]?.label ?? '');
    this.#list.replaceChildren(
      ...ranked.map(({ label, score }) => {
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

  #build(): void {
    const { name, golden, difference, networks } = this.#content;
    const header = element('header');
    header.append(text('h1', name), ...this.#languageButtons());
    const stage = element('div', { class: 'stage' });
    stage.append(this.#said('p', 'drop'), this.#canvas);
    stage.ondragover = (event) => {
      event.preventDefault();
      stage.classList.add('over');
    };
    stage.ondragleave = () => stage.classList.remove('over');
    stage.ondrop = (event) => {
      event.preventDefault();
      stage.classList.remove('over');
      const [file] = event.dataTransfer?.files ?? [];
      if (file) this.onPhoto(file);
    };
    const input = element('input', {
      type: 'file',
      accept: 'image/*',
      'data-testid': 'drop-photo',
    });
    input.onchange = () => {
      const [file] = input.files ?? [];
      if (file) this.onPhoto(file);
      input.value = '';
    };
    const choose = element('label', { class: 'choose' });
    choose.append(this.#said('span', 'photo'), input);
    this.#camera.onclick = () => this.onCamera();
    const tools = element('div', { class: 'tools' });
    tools.append(this.#camera, choose);
    const footer = element('footer');
    const size = networks[0]?.input.size ?? 0;
    footer.append(this.#said('p', 'offline'), this.#said('p', 'square', { size: String(size) }));
    if (difference !== undefined) {
      const told = { count: String(golden.length), difference: small.format(difference) };
      const checked = this.#said('p', 'checked', told);
      checked.setAttribute('data-testid', 'difference');
      checked.setAttribute('data-difference', String(difference));
      footer.append(checked);
    }
    document.getElementById('app')?.append(header, stage, tools, this.#status, this.#list, footer);
    this.#translate();
  }

  #languageButtons(): HTMLButtonElement[] {
    return Object.keys(this.#content.words).map((locale) => {
      const [language = ''] = locale.split('-');
      const button = text('button', language.toUpperCase());
      button.lang = locale;
      button.onclick = () => {
        this.#locale = locale;
        this.#translate();
      };
      return button;
    });
  }

  #said<Tag extends keyof HTMLElementTagNameMap>(
    tag: Tag,
    word: Word,
    values: Readonly<Record<string, string>> = {},
  ): HTMLElementTagNameMap[Tag] {
    const node = element(tag);
    for (const [key, value] of Object.entries(values)) node.dataset[key] = value;
    this.#texts.push({ node, word });
    return node;
  }

  #translate(): void {
    document.documentElement.lang = this.#locale;
    this.#camera.textContent = this.#word(this.#live ? 'stop' : 'camera');
    for (const { node, word } of this.#texts) {
      const values = (node as HTMLElement).dataset;
      node.textContent = this.#word(word).replaceAll(
        /\[(\w+)\]/g,
        (_, key: string) => values[key] ?? '',
      );
    }
  }

  #word(word: Word): string {
    return this.#content.words[this.#locale]?.[word] ?? '';
  }
}

const small = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

const isLike = (a: string, b: string) => a.split('-')[0] === b.split('-')[0];

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

function text<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, words: string) {
  const node = element(tag);
  node.textContent = words;
  return node;
}
