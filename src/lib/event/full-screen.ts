/** Fills the screen where the browser allows it; to be called in answer to a touch. */
export async function fillScreen(): Promise<void> {
  // iPhones have no full screen for anything but video.
  const request = document.documentElement.requestFullscreen as (() => Promise<void>) | undefined;
  try {
    if (!document.fullscreenElement) await request?.call(document.documentElement);
  } catch (error) {
    // TypeError: refused. The window is filled all the same.
    if (!(error instanceof TypeError)) throw error;
  }
}
