/** A whole small project of Teach: pictures on disk, embedded, trained on, and asked. Nothing of it is left. */
import { FailureError } from '#lib/failure/failure.ts';
import type { Bulk } from '#lib/storage/import-project.ts';
import { lendBulk } from '#lib/storage/lend-bulk.ts';
import { newId } from '#lib/storage/new-id.ts';
import { defaultSettings } from '#lib/teach/train/settings.ts';
import { openTrainer } from '#lib/teach/trainer/open-trainer.ts';
import type { LabelledSample, TrainerCalls } from '#lib/teach/trainer/protocol.ts';
import { readPhoto } from '#lib/vision/photo.ts';
import { DEFAULT_TRUNK } from '#lib/vision/trunks.ts';
import { proveEncoder } from './prove-encoder.ts';
import { expectAnswer, fetchPhoto, resultOf } from './trial.ts';

const classes = ['cat', 'cup'] as const;
/** Parts of a photo as left, top and side, in proportion to what there is room for. */
const crops = [
  [0, 0, 1],
  [0, 0, 0.85],
  [1, 0, 0.85],
  [0.5, 1, 0.9],
] as const;
const side = 224;

/** @throws FailureError what stands in its way; the signal's reason */
export async function proveTeach(samples: string, signal: AbortSignal): Promise<void> {
  await proveEncoder(signal);
  const photos = await Promise.all(
    classes.map(async (name) => readPhoto(await fetchPhoto(`${samples}${name}.webp`))),
  );
  try {
    const projectId = newId();
    const pictures = (
      await Promise.all(photos.map((photo, n) => cut(photo, projectId, classes[n]!)))
    ).flat();
    await lendBulk(projectId, pictures.map(bulkOf), () =>
      trainAndAsk(projectId, pictures.map(labelled), photos[0]!, signal),
    );
  } finally {
    for (const photo of photos) photo.close();
  }
}

interface Picture {
  readonly id: string;
  readonly projectId: string;
  readonly classId: string;
  readonly picture: Blob;
}

async function trainAndAsk(
  projectId: string,
  samples: readonly LabelledSample[],
  photo: ImageBitmap,
  signal: AbortSignal,
): Promise<void> {
  const engine = openTrainer({ trunk: DEFAULT_TRUNK });
  const followed = new AbortController();
  signal.addEventListener('abort', () => followed.abort(), { once: true });
  try {
    const following = engine.call(
      'follow',
      {
        projectId,
        classes: classes.map((id) => ({ id, role: 'answer' })),
        samples,
        instant: 'means',
      },
      { signal: followed.signal },
    );
    const settings = { ...defaultSettings, validation: 0 };
    const train = engine.call('train', { runId: newId(), settings }, { signal });
    const { answerer } = await resultOf<TrainerCalls, 'train'>(train.ending, signal);
    await resultOf<TrainerCalls, 'answerWith'>(
      engine.call('answerWith', { answerer }, { signal }).ending,
      signal,
    );
    const image = await createImageBitmap(photo);
    const look = engine.call('look', { image }, { signal, transfer: [image] });
    const { scores } = await resultOf<TrainerCalls, 'look'>(look.ending, signal);
    // Its last rows are written before what was lent is taken back.
    followed.abort();
    await following.ending;
    expectAnswer(scores[0]?.classId, classes[0]);
  } finally {
    engine.close();
  }
}

async function cut(photo: ImageBitmap, projectId: string, classId: string): Promise<Picture[]> {
  const context = new OffscreenCanvas(side, side).getContext('2d', { alpha: false });
  if (!context) throw new FailureError('image-unsupported', 'no 2d canvas');
  const pictures: Picture[] = [];
  for (const [x, y, scale] of crops) {
    const from = Math.min(photo.width, photo.height) * scale;
    const [left, top] = [(photo.width - from) * x, (photo.height - from) * y];
    context.drawImage(photo, left, top, from, from, 0, 0, side, side);
    const picture = await context.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
    pictures.push({ id: newId(), projectId, classId, picture });
  }
  return pictures;
}

const labelled = ({ id, classId }: Picture): LabelledSample => ({
  id,
  classId,
  burst: id,
  part: 'auto',
});

const bulkOf = ({ id, projectId, picture }: Picture): Bulk => ({
  kind: 'sample-data',
  data: { id, projectId, picture, thumbnail: picture },
});
