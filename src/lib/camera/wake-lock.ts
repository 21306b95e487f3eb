/** Keeps the screen on while the camera is live, or a stand is open. */
import type { CameraEnvironment } from './environment.ts';

export class ScreenAwake {
  readonly #wakeLock: CameraEnvironment['wakeLock'];
  #wanted = false;
  #lock: Promise<WakeLockSentinel | undefined> | undefined;

  constructor(environment: Pick<CameraEnvironment, 'wakeLock'>) {
    this.#wakeLock = environment.wakeLock;
  }

  /** The platform takes the lock away when the page is hidden, so this is called again on return. */
  set(wanted: boolean): void {
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (wanted) {
      this.#lock = this.#request();
      return;
    }
    void this.#lock?.then((lock) => lock?.release());
    this.#lock = undefined;
  }

  async #request(): Promise<WakeLockSentinel | undefined> {
    try {
      return await this.#wakeLock?.request('screen');
    } catch {
      // Refused (battery saver, hidden again): the screen dims as it always does.
      return undefined;
    }
  }
}
