/** Writes a model as one HTML file, reads it back, runs it, and hands it over only if it answers alike. */
import { FailureError } from '#lib/failure/failure.ts';
import { planarImage } from '#lib/vision/preprocess/planes.ts';
import { firstTrunk } from '#lib/vision/trunks.ts';
import type { ArchiveCalls } from '../protocol.ts';
import { pageNetwork, tunedWeights, type PageContent } from '../page/content.ts';
import { pageDocument, readPageDocument } from '../page/document.ts';
import { PageModel } from '../page/page-model.ts';
import type { WorkOptions } from '../store/work-options.ts';
import type { Exported } from './export-layers.ts';
import { largestDifference, onPicture, softened, type GoldenSample } from './golden.ts';
import { tolerance } from './layers-package.ts';
import type { LiveModel } from './open-live.ts';

type Request = Pick<
  ArchiveCalls['exportModel']['request'],
  'answerer' | 'unknownFrom' | 'locale' | 'page'
>;

/** @throws FailureError `export-differs` */
export async function exportPage(
  live: LiveModel,
  golden: readonly GoldenSample[],
  { answerer, unknownFrom, locale, page }: Request,
  options: WorkOptions,
): Promise<Exported> {
  if (!page) throw new Error('a page without its program');
  const { source } = live;
  const networks = source.networks.map(pageNetwork);
  const { tail } = answerer;
  const tuned =
    tail?.kind === 'fine-tune'
      ? tunedWeights(tail, source.networks[tail.network]!, networks[tail.network]!)
      : undefined;
  const content: PageContent = {
    format: 'aprendiz-page-1',
    name: source.name,
    labels: source.labels,
    networks,
    pooling: source.pooling,
    head: source.head,
    ...(answerer.familiarity && { familiarity: answerer.familiarity }),
    ...(unknownFrom !== undefined && { unknownFrom }),
    ...(tail?.kind !== 'cnn' && { trunk: answerer.trunk ?? firstTrunk }),
    ...(tuned && { tuned }),
    golden: golden.map(({ fileName, scores }) => ({ fileName, scores: [...scores] })),
    locale,
    words: page.words,
  };
  const said = await check(pageDocument(content, ''), golden, options);
  const soft = softened(live, golden);
  const softContent = { ...content, head: soft.live.source.head };
  const softly = await check(pageDocument(softContent, ''), soft.golden, {
    signal: options.signal,
  });
  const difference = Math.max(said, softly);
  if (!(difference <= tolerance)) throw new FailureError('export-differs', String(difference));
  const html = pageDocument({ ...content, difference }, page.runtime);
  return { blob: new Blob([html], { type: 'text/html' }), difference };
}

async function check(
  html: string,
  golden: readonly GoldenSample[],
  { signal, onProgress }: WorkOptions,
): Promise<number> {
  const model = new PageModel(readPageDocument<PageContent>(html, 'aprendiz-page-1'));
  let worst = 0;
  try {
    for (const [i, { picture, scores }] of golden.entries()) {
      signal?.throwIfAborted();
      const answer = await onPicture(picture, async (bitmap) => model.answer(pixelsOf(bitmap)));
      worst = Math.max(worst, largestDifference(scores, answer.scores));
      onProgress?.(i + 1, golden.length);
    }
  } finally {
    model.dispose();
  }
  return worst;
}

function pixelsOf(bitmap: ImageBitmap) {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { alpha: false });
  if (!context) throw new Error('no 2D canvas in this worker');
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return planarImage(data, 'RGBA', [{ offset: 0, stride: width * 4 }], width, height);
}
