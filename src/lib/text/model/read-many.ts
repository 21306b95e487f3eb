/** Many texts, side by side: those of like length together, so that little is computed for padding. */
import { Breath } from '#lib/engine/breath.ts';
import { Portion } from '#lib/text/portion.ts';
import { cutText, joinWindows, type Window } from '#lib/text/windows.ts';
import type { Readable } from './text-reader.ts';

/** Texts that are sorted by length together. */
const groupSize = 256;
/** The most windows that are read together. */
const mostAtOnce = 64;

interface Page {
  readonly text: number;
  readonly window: Window;
}

/**
 * Logits (of an encoder: embeddings) of every text, told group by group in the order of the texts.
 * @param signal ends the reading between two batches
 */
export async function* readMany(
  model: Readable,
  texts: readonly string[],
  signal?: AbortSignal,
): AsyncGenerator<Float32Array[], void, undefined> {
  const breath = new Breath(signal);
  const portion = new Portion(mostAtOnce);
  for (let first = 0; first < texts.length; first += groupSize) {
    yield await readGroup(model, texts.slice(first, first + groupSize), portion, breath);
  }
}

async function readGroup(
  model: Readable,
  texts: readonly string[],
  portion: Portion,
  breath: Breath,
): Promise<Float32Array[]> {
  const pages: Page[] = [];
  for (const [text, typed] of texts.entries()) {
    const { windows } = cutText(typed, model.tokenizer, model.window);
    for (const window of windows) pages.push({ text, window });
    if (breath.due) await breath.take();
  }
  pages.sort((a, b) => tokensOf(a) - tokensOf(b));
  const read = texts.map(() => ({ windows: [] as Window[], answers: [] as Float32Array[] }));
  // The longest first, so that the portions grow.
  while (pages.length > 0) {
    const batch = pages.splice(-portion.size);
    const answers = await portion.timed(() =>
      model.network.readAll(
        batch.map(({ window }) => ({ vectors: model.embedding.vectors(window) })),
      ),
    );
    batch.forEach(({ text, window }, index) => {
      read[text]!.windows.push(window);
      read[text]!.answers.push(answers[index]!);
    });
    if (breath.due) await breath.take();
  }
  const [empty] = await model.network.readAll([{ vectors: new Float32Array() }]);
  return read.map(({ windows, answers }) =>
    windows.length > 0 ? joinWindows(windows, answers) : empty!,
  );
}

function tokensOf({ window: { from, to } }: Page): number {
  return to - from;
}
