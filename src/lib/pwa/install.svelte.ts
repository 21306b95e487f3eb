/** Whether and how this browser can put the app on the home screen. */
interface InstallPromptEvent extends Event {
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ outcome: 'accepted' | 'dismissed' }>;
}

/** `prompt`: the browser asks for us; `ios`: the visitor does it by hand and is told how. */
export type InstallWay = 'prompt' | 'ios' | 'none';

class Install {
  #offer = $state.raw<InstallPromptEvent>();
  #byHand = $state(false);

  get way(): InstallWay {
    if (this.#offer) return 'prompt';
    return this.#byHand ? 'ios' : 'none';
  }

  /** Returns the way to stop. */
  follow(): () => void {
    const stop = new AbortController();
    const { signal } = stop;
    const keep = (event: Event) => {
      event.preventDefault();
      this.#offer = event as InstallPromptEvent;
    };
    // The boot script may have caught the offer before the app was here.
    const early = (window as { installPromptEvent?: Event }).installPromptEvent;
    if (early) keep(early);
    addEventListener('beforeinstallprompt', keep, { signal });
    addEventListener('appinstalled', () => (this.#offer = undefined), { signal });
    const standalone = matchMedia('(display-mode: standalone)').matches;
    this.#byHand =
      !standalone && isIos(navigator) && !('standalone' in navigator && navigator.standalone);
    return () => stop.abort();
  }

  async ask(): Promise<void> {
    const offer = this.#offer;
    if (!offer) return;
    await offer.prompt();
    await offer.userChoice;
    this.#offer = undefined; // an offer can be used once
  }
}

/** iPads say they are Macs, but Macs have no touch screen. */
export function isIos({
  userAgent,
  maxTouchPoints,
}: Pick<Navigator, 'userAgent' | 'maxTouchPoints'>) {
  return /iPhone|iPad|iPod/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

export const install = new Install();
