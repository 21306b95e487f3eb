/** The program of an HTML file that reads: a text in, bars out on every key. Bundled into one classic script. */
import { readPageContent } from './document.ts';
import { element } from './elements.ts';
import { PageFrame } from './frame.ts';
import type { TextPageContent, TextPageWord } from './text-content.ts';
import { TextPageModel } from './text-model.ts';

const textOf = (id: string) => document.getElementById(id)?.textContent ?? '';

function start(): void {
  const numbers = textOf('numbers');
  const content = readPageContent<TextPageContent>(
    textOf('content'),
    numbers,
    'aprendiz-text-page-1',
  );
  const frame = new PageFrame<TextPageWord>(content);
  const field = element('textarea', { rows: '4', dir: 'auto', 'data-testid': 'text-input' });
  frame.whenTranslated(() => {
    field.setAttribute('aria-label', frame.word('type'));
    field.placeholder = frame.word('hint');
  });
  frame.build([field], []);
  const model = new TextPageModel(content);
  let busy = false;

  /** The newest text; what was typed while one was read comes after it. */
  async function read(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      for (let done: string | undefined; done !== field.value;) {
        done = field.value;
        frame.show(done.trim() === '' ? undefined : await model.answer(done));
        await new Promise((drawn) => requestAnimationFrame(drawn));
      }
    } finally {
      busy = false;
    }
  }

  field.oninput = () => void read();
  frame.ready();
  void read();
}

start();
