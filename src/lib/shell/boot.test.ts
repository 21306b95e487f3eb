import { describe, expect, test, vi } from 'vitest';
import { boot, type BootWindow } from './boot.ts';

function start(given: {
  search?: string;
  stored?: Record<string, string>;
  languages?: string[];
  prefersDark?: boolean;
  storageForbidden?: boolean;
  worker?: string;
}) {
  const documentElement = { lang: 'en', dataset: {} as DOMStringMap };
  const listeners = new Map<string, (event: Event) => void>();
  const started: string[] = [];
  const window: BootWindow = {
    document: { documentElement },
    location: { search: given.search ?? '' },
    navigator: { languages: given.languages ?? ['en-GB'] },
    localStorage: {
      getItem(key) {
        if (given.storageForbidden) throw new DOMException('denied', 'SecurityError');
        return given.stored?.[key] ?? null;
      },
    },
    matchMedia: () => ({ matches: given.prefersDark ?? false }),
    addEventListener: (kind, listener) => void listeners.set(kind, listener),
    removeEventListener: (kind) => void listeners.delete(kind),
    Worker: class {
      onerror = null;
      constructor(url: string) {
        started.push(url);
      }
    },
  };
  boot(window, given.worker);
  return { root: documentElement, window, listeners, started };
}

describe('language', () => {
  test.each([
    ['the address before everything', { search: '?lang=pt-BR', languages: ['en'] }, 'pt-BR'],
    ['a short tag in the address', { search: '?lang=pt' }, 'pt-BR'],
    [
      'the stored choice before the browser',
      { stored: { 'aprendiz:language': 'en' }, languages: ['pt-BR'] },
      'en',
    ],
    [
      'the first language of the browser that is known',
      { languages: ['fr', 'pt-PT', 'en'] },
      'pt-BR',
    ],
    ['English when nothing is known', { search: '?lang=xx', languages: ['fr', 'de'] }, 'en'],
    ['no language that only starts alike', { languages: ['enx', 'ptolemaic', 'pt'] }, 'pt-BR'],
    [
      'the browser when storage is forbidden',
      { storageForbidden: true, languages: ['pt'] },
      'pt-BR',
    ],
  ])('takes %s', (_name, given, lang) => {
    expect(start(given).root.lang).toBe(lang);
  });

  test('hides the English words only from those who wait for others', () => {
    expect(start({ languages: ['pt-BR'] }).root.dataset.words).toBe('pending');
    expect(start({ languages: ['en'] }).root.dataset.words).toBeUndefined();
  });
});

test('theme: stored choice, then the system', () => {
  expect(start({ prefersDark: true }).root.dataset.theme).toBe('dark');
  expect(start({ prefersDark: false }).root.dataset.theme).toBe('light');
  expect(
    start({ prefersDark: true, stored: { 'aprendiz:theme': 'light' } }).root.dataset.theme,
  ).toBe('light');
  expect(start({ prefersDark: true, stored: { 'aprendiz:theme': '?' } }).root.dataset.theme).toBe(
    'dark',
  );
});

test('keeps an early offer to install', () => {
  const { window, listeners } = start({});
  const offer = new Event('beforeinstallprompt', { cancelable: true });
  listeners.get('beforeinstallprompt')?.(offer);
  expect(offer.defaultPrevented).toBe(true);
  expect(window.installPromptEvent).toBe(offer);
});

describe('a press before the page is awake', () => {
  const button = (isConnected = true) => ({ isConnected, click: vi.fn() });
  const pressOn = (target: unknown) => ({ target: { closest: () => target } }) as unknown as Event;

  test('is done once it is, the last one only', () => {
    const { listeners } = start({});
    const [first, last] = [button(), button()];
    for (const target of [first, last]) listeners.get('click')?.(pressOn(target));
    expect(last.click).not.toHaveBeenCalled();
    listeners.get('awake')?.(new Event('awake'));
    expect(first.click).not.toHaveBeenCalled();
    expect(last.click).toHaveBeenCalledOnce();
    expect(listeners.has('click')).toBe(false);
  });

  test('is forgotten where the button was drawn anew, or something else was pressed', () => {
    const gone = button(false);
    const { listeners } = start({});
    listeners.get('click')?.(pressOn(gone));
    listeners.get('awake')?.(new Event('awake'));
    expect(gone.click).not.toHaveBeenCalled();

    const other = start({}).listeners;
    other.get('click')?.(pressOn(null));
    expect(() => other.get('awake')?.(new Event('awake'))).not.toThrow();
  });
});

test('needs nothing from around it: its source text alone runs', () => {
  const root = { lang: 'en', dataset: {} as DOMStringMap };
  const run = new Function('window', `(${boot.toString()})(window)`);
  run({
    document: { documentElement: root },
    location: { search: '?lang=pt-BR' },
    navigator: { languages: [] },
    localStorage: { getItem: () => null },
    matchMedia: () => ({ matches: true }),
    addEventListener() {},
    removeEventListener() {},
  });
  expect(root).toEqual({ lang: 'pt-BR', dataset: { theme: 'dark', words: 'pending' } });
});

describe('the worker of the first label', () => {
  const worker = './first.worker.js';
  const seeModel = (choice: string) => ({ 'aprendiz:see-model': JSON.stringify(choice) });

  test.each([
    ['where nothing was chosen', {}],
    ['where everyday was chosen', { stored: seeModel('everyday') }],
    ['where the address says the same', { search: '?backend=wasm&model=everyday' }],
    ['where storage is forbidden', { storageForbidden: true }],
  ])('starts with the page %s', (_, given) => {
    const { window, started } = start({ ...given, worker });
    expect(started).toEqual([worker]);
    expect(window.firstWorker).toBeDefined();
  });

  test.each([
    ['on a page that has none', { worker: undefined }],
    ['for another backend', { search: '?backend=webgl' }],
    ['for another model in the address', { search: '?model=colours' }],
    ['for another model chosen last', { stored: seeModel('coco-centernet') }],
  ])('does not start %s', (_, given) => {
    const { window, started } = start({ worker, ...given });
    expect(started).toEqual([]);
    expect(window.firstWorker).toBeUndefined();
  });

  test('is not handed on when it could not be loaded', () => {
    const { window } = start({ worker });
    window.firstWorker?.onerror?.call(
      new EventTarget() as Worker,
      new Event('error') as ErrorEvent,
    );
    expect(window.firstWorker).toBeUndefined();
  });
});
