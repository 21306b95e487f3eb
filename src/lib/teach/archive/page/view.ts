/** The page of an HTML file that looks: camera or photo, in both languages, light and dark. */
import type { PageContent, pageWords } from './content.ts';
import { element } from './elements.ts';
import { PageFrame } from './frame.ts';

export class PageView extends PageFrame<(typeof pageWords)[number]> {
  onPhoto: (file: Blob) => void = () => {};
  onCamera: () => void = () => {};
  readonly #canvas = element('canvas');
  readonly #context: CanvasRenderingContext2D;
  readonly #camera = element('button', { class: 'main', type: 'button', 'data-testid': 'camera' });
  #live = false;

  constructor(content: PageContent) {
    super(content);
    const context = this.#canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (!context) throw new Error('no 2D canvas');
    this.#context = context;
    this.whenTranslated(() => {
      this.#camera.textContent = this.word(this.#live ? 'stop' : 'camera');
    });
    const size = content.networks[0]?.input.size ?? 0;
    this.build([this.#stage(), this.#tools()], [this.said('p', 'square', { size: String(size) })]);
  }

  set live(live: boolean) {
    this.#live = live;
    this.translate();
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

  #stage(): HTMLElement {
    const stage = element('div', { class: 'stage' });
    stage.append(this.said('p', 'drop'), this.#canvas);
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
    return stage;
  }

  #tools(): HTMLElement {
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
    choose.append(this.said('span', 'photo'), input);
    this.#camera.onclick = () => this.onCamera();
    const tools = element('div', { class: 'tools' });
    tools.append(this.#camera, choose);
    return tools;
  }
}
