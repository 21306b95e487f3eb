/** Shows a stream the way iOS insists on: in the page, muted, inline, playing. */

/** @returns undoes it */
export function showStream(
  video: HTMLVideoElement,
  stream: MediaStream | undefined,
  onSize: (width: number, height: number) => void,
): () => void {
  video.muted = true;
  video.playsInline = true;
  video.autoplay = true;
  const stop = new AbortController();
  const { signal } = stop;
  const play = () => {
    if (stream && document.visibilityState === 'visible') void resume(video);
  };
  const size = () => onSize(video.videoWidth, video.videoHeight);
  // Also fired when the phone is turned and the pictures change shape.
  video.addEventListener('resize', size, { signal });
  video.addEventListener('loadedmetadata', size, { signal });
  // iOS pauses the element in the background and on calls and does not resume it.
  video.addEventListener('pause', play, { signal });
  document.addEventListener('visibilitychange', play, { signal });
  video.srcObject = stream ?? null;
  play();
  return () => {
    stop.abort();
    video.srcObject = null;
  };
}

async function resume(video: HTMLVideoElement): Promise<void> {
  try {
    await video.play();
  } catch (error) {
    // AbortError: another stream came first. NotAllowedError: this browser wants a tap, and
    // `autoplay` starts the element then.
    const name = error instanceof DOMException ? error.name : '';
    if (name !== 'AbortError' && name !== 'NotAllowedError') throw error;
  }
}

/** The picture on the element now; undefined before the first one. */
export async function grabFrame(
  video: HTMLVideoElement | undefined,
): Promise<ImageBitmap | undefined> {
  if (!video || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return undefined;
  return createImageBitmap(video);
}
