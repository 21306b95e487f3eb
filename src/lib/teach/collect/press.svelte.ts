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

  readonly letGo = (): void => clearTimeout(this.#resting);

  readonly handlers = {
    onpointerdown: (event: PointerEvent): void => {
      this.#byTouch = event.pointerType === 'touch';
      this.#wasLong = false;
      if (!this.#byTouch) return;
      this.#resting = setTimeout(() => {
        this.#wasLong = true;
        navigator.vibrate?.(12);
        this.#pressed().onchoose({ range: false, toggle: true });
      }, longPressMs);
    },
    onpointerup: this.letGo,
    onpointercancel: this.letGo,
    onpointerleave: this.letGo,
    onclick: (event: MouseEvent): void => {
      if (this.#wasLong) return;
      const { choosing, onchoose, onpreview } = this.#pressed();
      if (this.#byTouch && !choosing) return onpreview();
      const toggle = this.#byTouch || event.ctrlKey || event.metaKey;
      onchoose({ range: event.shiftKey, toggle });
    },
    oncontextmenu: (event: Event): void => {
      if (this.#byTouch) event.preventDefault();
    },
  };
}
