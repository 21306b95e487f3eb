/** The big view for a wall or a stand: the whole screen where the browser gives it, else the whole window. */
export class EventView {
  #on = $state(false);

  get on(): boolean {
    return this.#on;
  }

  async toggle(element: HTMLElement | undefined): Promise<void> {
    this.#on = !this.#on;
    if (!this.#on) {
      if (document.fullscreenElement) await document.exitFullscreen();
      return;
    }
    // iPhones have no full screen for anything but video.
    const request = element?.requestFullscreen as (() => Promise<void>) | undefined;
    try {
      await request?.call(element);
    } catch (error) {
      // TypeError: refused (say, in a frame). The window is filled all the same.
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** The visitor may leave full screen by other ways (Escape, a gesture). */
  followDocument(): void {
    if (!document.fullscreenElement) this.#on = false;
  }
}
