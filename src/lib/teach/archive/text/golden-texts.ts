/** A few of the project's own texts with what the live model says of them: to check every copy by. */
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { chooseSpread } from '../model/golden.ts';
import type { LiveTextModel } from './live-text.ts';

export interface GoldenText {
  readonly text: string;
  /** What the head was given. */
  readonly embedding: Float32Array;
  /** In the order of the labels. */
  readonly scores: Float32Array;
}

/** Characters looked at: the start of a long text shows a mistake as well. */
const mostCharacters = 2_000;

/** Without texts in the project (an imported model), the names of its classes are read. */
export async function goldenTexts(
  samples: readonly SampleRow[],
  live: LiveTextModel,
): Promise<GoldenText[]> {
  const { below, labels } = live.source;
  const most = below.kind === 'model' ? below.file.window : Infinity;
  const own = chooseSpread(samples).flatMap(({ text }) => text ?? []);
  const golden: GoldenText[] = [];
  for (const whole of own.length > 0 ? own : labels) {
    const text = live.cut(whole.slice(0, mostCharacters), most);
    const embedding = await live.embed(text);
    golden.push({ text, embedding, scores: live.answer(embedding) });
  }
  return golden;
}

/** Further than any logits lie apart. */
const softest = 8 ** 6;
/** No score of a softened model is above this. */
const unsure = 0.95;

/** The model so softened that its scores would show a difference; see `golden.ts`. */
export function softenedTexts(
  live: LiveTextModel,
  golden: readonly GoldenText[],
): { readonly live: LiveTextModel; readonly golden: readonly GoldenText[] } {
  for (let factor = 1; ; factor *= 8) {
    const soft = live.softened(factor);
    const answers = golden.map((one) => ({ ...one, scores: soft.answer(one.embedding) }));
    const surest = Math.max(0, ...answers.map(({ scores }) => Math.max(...scores)));
    if (surest <= unsure || factor >= softest) return { live: soft, golden: answers };
  }
}
