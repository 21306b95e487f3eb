/** A few of the project's own pictures with what the live model says of them: to check every copy by. */
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { readPictures } from '#lib/storage/samples.ts';
import { decodePicture } from '../../trainer/picture.ts';
import type { LiveModel } from './open-live.ts';

export interface GoldenSample {
  readonly fileName: string;
  readonly picture: Blob;
  /** What the head was given. */
  readonly embedding: Float32Array;
  /** In the order of the labels. */
  readonly scores: Float32Array;
}

/** Enough to notice any mistake, few enough to be quick on a phone. */
const most = 6;

/** Ids of pictures of as many classes as there are, first samples first. Pure. */
export function chooseGolden(samples: readonly SampleRow[], count = most): string[] {
  const pictures = samples.filter(({ text }) => text === undefined);
  return chooseSpread(pictures, count).map(({ id }) => id);
}

/** Samples of every class before there is a second of any. Pure. */
export function chooseSpread(samples: readonly SampleRow[], count = most): SampleRow[] {
  const byClass = new Map<string, SampleRow[]>();
  for (const sample of samples) {
    const rows = byClass.get(sample.classId);
    if (rows) rows.push(sample);
    else byClass.set(sample.classId, [sample]);
  }
  const chosen: SampleRow[] = [];
  for (let round = 0; chosen.length < count; round++) {
    const before = chosen.length;
    for (const rows of byClass.values()) {
      const row = rows[round];
      if (row && chosen.length < count) chosen.push(row);
    }
    if (chosen.length === before) return chosen;
  }
  return chosen;
}

/** Pictures without a project of their own (an imported model) are drawn: colours and edges. */
export async function goldenSamples(
  projectId: string,
  samples: readonly SampleRow[],
  live: LiveModel,
): Promise<GoldenSample[]> {
  const pictures = [...(await readPictures(projectId, chooseGolden(samples))).values()];
  if (pictures.length === 0) pictures.push(await drawnPicture(0), await drawnPicture(120));
  return Promise.all(
    pictures.map(async (picture, i): Promise<GoldenSample> => {
      const ending = picture.type === 'image/png' ? 'png' : 'jpg';
      const fileName = `golden/${i + 1}.${ending}`;
      const embedding = await onPicture(picture, (bitmap) => live.embed(bitmap));
      return { fileName, picture, embedding, scores: live.answer(embedding) };
    }),
  );
}

/** Further than any logits lie apart. */
const softest = 8 ** 6;

/** No score of a softened model is above this. */
const unsure = 0.95;

/**
 * The model so softened that its scores would show a difference, and the same pictures with its
 * scores. Where the model is unsure by itself, that is the model.
 */
export function softened(
  live: LiveModel,
  golden: readonly GoldenSample[],
): { readonly live: LiveModel; readonly golden: readonly GoldenSample[] } {
  for (let factor = 1; ; factor *= 8) {
    const soft = live.softened(factor);
    const answers = golden.map((one) => ({ ...one, scores: soft.answer(one.embedding) }));
    const surest = Math.max(0, ...answers.map(({ scores }) => Math.max(...scores)));
    if (surest <= unsure || factor >= softest) return { live: soft, golden: answers };
  }
}

/** Decodes for as long as `work` takes. */
export async function onPicture<T>(
  picture: Blob,
  work: (bitmap: ImageBitmap) => Promise<T>,
): Promise<T> {
  const bitmap = await decodePicture(picture);
  try {
    return await work(bitmap);
  } finally {
    bitmap.close();
  }
}

async function drawnPicture(hue: number): Promise<Blob> {
  const canvas = new OffscreenCanvas(320, 240);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D canvas in this worker');
  const gradient = context.createLinearGradient(0, 0, 320, 240);
  gradient.addColorStop(0, `hsl(${hue} 70% 30%)`);
  gradient.addColorStop(1, `hsl(${hue + 90} 80% 75%)`);
  context.fillStyle = gradient;
  context.fillRect(0, 0, 320, 240);
  context.fillStyle = `hsl(${hue + 180} 60% 50%)`;
  context.fillRect(100, 60, 120, 120);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** The largest difference of any score. NaN counts as infinitely far. Pure. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let worst = a.length === b.length ? 0 : Infinity;
  for (let i = 0; i < a.length; i++) {
    const difference = Math.abs(a[i]! - b[i]!);
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  return worst;
}
