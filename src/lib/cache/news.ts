/**
 * Tells every page and worker of this app that something has changed among the kept models. Listeners in the very
 * context that tells do not hear of it.
 */
const name = 'aprendiz-models';
let speaking: BroadcastChannel | undefined;

/** Called after what it tells of is on the disk. */
export function tellModels(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  speaking ??= new BroadcastChannel(name);
  // In Node, which runs the unit tests, an open channel would keep the process alive.
  (speaking as { unref?: () => void }).unref?.();
  speaking.postMessage('changed');
}

/** @returns how to stop listening. */
export function onModelNews(listener: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel(name);
  channel.onmessage = listener;
  return () => channel.close();
}
