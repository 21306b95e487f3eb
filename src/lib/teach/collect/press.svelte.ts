/** What a click, a tap and a finger that rests on a sample mean. */

export interface Pressed {
  /** Some sample of the class is chosen: a tap chooses too. */
  readonly choosing: boolean;
  readonly onchoose: (how: { range: boolean; toggle: boolean }) => void;
  readonly onpreview: () => void;
}

const longPressMs = 420;

export class Press {
  readonly #pressed: () => Pressed;
  #byTouch = $state(false);
  #resting: ReturnType<typeof setTimeout> | undefined;
  #wasLong = false;

  /** @param pressed read at each press: what it may do changes. */
  constructor(pressed: () => Pressed) {
    this.#pressed = pressed;
  }

  /** Whether the last press was a finger's: it drags the page, not the sample. */
  get byTouch(): boolean {
    return this.#byTouch;
  }

  /** For `{@attach}`: a spread of handlers would have every attribute of a tile compared again at each change. */
  readonly listen = (element: HTMLElement): (() => void) => {
    element.addEventListener('pointerdown', this.#begin);
    for (const end of ['pointerup', 'pointercancel', 'pointerleave'] as const) {
      element.addEventListener(end, this.#letGo);
    }
    element.addEventListener('click', this.#press);
    element.addEventListener('contextmenu', this.#keepMenuAway);
    return this.#letGo;
  };

  readonly #begin = (event: PointerEvent): void => {
    this.#byTouch = event.pointerType === 'touch';
    this.#wasLong = false;
    if (!this.#byTouch) return;
    this.#resting = setTimeout(() => {
      this.#wasLong = true;
      navigator.vibrate?.(12);
      this.#pressed().onchoose({ range: false, toggle: true });
    }, longPressMs);
  };

  readonly #letGo = (): void => clearTimeout(this.#resting);

  readonly #press = (event: MouseEvent): void => {
    if (this.#wasLong) return;
    const { choosing, onchoose, onpreview } = this.#pressed();
    if (this.#byTouch && !choosing) return onpreview();
    const toggle = this.#byTouch || event.ctrlKey || event.metaKey;
    onchoose({ range: event.shiftKey, toggle });
  };

  readonly #keepMenuAway = (event: Event): void => {
    if (this.#byTouch) event.preventDefault();
  };
}
