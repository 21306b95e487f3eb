/**
 * What the page must know before its first paint, theme and language, what is done to it before it is awake, and the
 * worker that See waits for. Its source text is put inline into the head of every prerendered page (see hooks.server.ts), so it may use nothing but its argument.
 */
export interface BootWindow {
  document: { documentElement: { lang: string; dataset: DOMStringMap } };
  location: { search: string };
  navigator: { languages: readonly string[] };
  localStorage: Pick<Storage, 'getItem'>;
  matchMedia(query: string): { matches: boolean };
  addEventListener(kind: string, listener: (event: Event) => void): void;
  removeEventListener(kind: string, listener: (event: Event) => void): void;
  Worker: new (url: string, options: WorkerOptions) => Pick<Worker, 'onerror'>;
  installPromptEvent?: Event;
  firstWorker?: Pick<Worker, 'onerror'>;
}

/** @param worker address of the worker that gives the first label, for the page that will ask for it. */
export function boot(window: BootWindow, worker?: string): void {
  const root = window.document.documentElement;
  const stored = (key: string): string | null => {
    try {
      return window.localStorage.getItem(key);
    } catch {
      return null; // storage is forbidden here: the defaults hold
    }
  };

  const theme = stored('aprendiz:theme');
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = theme === 'light' || theme === 'dark' ? theme : dark ? 'dark' : 'light';

  const query = new URLSearchParams(window.location.search);
  const wishes = [query.get('lang'), stored('aprendiz:language'), ...window.navigator.languages];
  const known = wishes.find((wish) => /^(pt|en)\b/i.test(wish ?? ''));
  root.lang = known && /^pt/i.test(known) ? 'pt-BR' : 'en';
  // The prerendered words are English; base.css keeps them unseen until the right ones are in place.
  if (root.lang !== 'en') root.dataset.words = 'pending';

  // Where nothing else was chosen it is sure to be this one: it starts while the page is still coming.
  const pinned = query.get('backend') ?? 'wasm';
  const model = query.get('model') ?? stored('aprendiz:see-model') ?? '';
  if (worker && pinned === 'wasm' && /^("?everyday"?|)$/.test(model)) {
    const first = new window.Worker(worker, { type: 'module', name: 'vision first' });
    window.firstWorker = first;
    // The next who asks starts it anew, and says what is wrong.
    first.onerror = () => delete window.firstWorker;
  }

  // Chromium may offer to install before the app has started to listen.
  window.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    window.installPromptEvent = event;
  });

  // A button does nothing until its page is awake, which takes a slow phone seconds: the last one that was pressed
  // until then is pressed again.
  let pressed: HTMLElement | null | undefined;
  const press = (event: Event) => {
    pressed = (event.target as Element | null)?.closest<HTMLElement>('button');
  };
  window.addEventListener('click', press);
  window.addEventListener('awake', () => {
    window.removeEventListener('click', press);
    // One that was drawn anew is gone, and what it would have done is not known.
    if (pressed?.isConnected) pressed.click();
  });
}
