/** Writes a text model as one HTML file, reads it back, runs it, and hands it over only if it answers alike. */
import { FailureError } from '#lib/failure/failure.ts';
import type { TextModelData } from '#lib/text/model/load.ts';
import type { Exported } from '../model/export-layers.ts';
import { largestDifference } from '../model/golden.ts';
import { tolerance } from '../model/layers-package.ts';
import { pageDocument, readPageDocument } from '../page/document.ts';
import type { TextPageContent } from '../page/text-content.ts';
import { TextPageModel } from '../page/text-model.ts';
import type { ArchiveCalls } from '../protocol.ts';
import type { WorkOptions } from '../store/work-options.ts';
import { softenedTexts, type GoldenText } from './golden-texts.ts';
import type { LiveTextModel } from './live-text.ts';

type Request = Pick<
  ArchiveCalls['exportTextModel']['request'],
  'answerer' | 'unknownFrom' | 'locale' | 'program' | 'words'
>;

/** @throws FailureError `export-differs` */
export async function exportTextPage(
  live: LiveTextModel,
  golden: readonly GoldenText[],
  encoder: TextModelData,
  trunk: string,
  { answerer, unknownFrom, locale, program, words }: Request,
  options: WorkOptions,
): Promise<Exported> {
  const { tail, familiarity, writing } = answerer;
  if (tail && tail.kind !== 'text-model' && tail.kind !== 'bag-of-words') {
    throw new RangeError(`a ${tail.kind} reads no texts`);
  }
  const tells = familiarity && unknownFrom !== undefined;
  const content: TextPageContent = {
    format: 'aprendiz-text-page-1',
    name: live.source.name,
    labels: live.source.labels,
    head: live.source.head,
    trunk,
    ...(tail && { tail }),
    ...((tells || !tail) && { encoder }),
    ...(tells && { familiarity, unknownFrom, ...(writing && { writing }) }),
    golden: golden.map(({ text, scores }) => ({ text, scores: [...scores] })),
    locale,
    words,
  };
  const said = await check(pageDocument(content, ''), golden, options);
  const soft = softenedTexts(live, golden);
  const softContent = { ...content, head: soft.live.source.head };
  const softly = await check(pageDocument(softContent, ''), soft.golden, {
    signal: options.signal,
  });
  const difference = Math.max(said, softly);
  if (!(difference <= tolerance)) throw new FailureError('export-differs', String(difference));
  const html = pageDocument({ ...content, difference }, program);
  return { blob: new Blob([html], { type: 'text/html' }), difference };
}

async function check(
  html: string,
  golden: readonly GoldenText[],
  { signal, onProgress }: WorkOptions,
): Promise<number> {
  const model = new TextPageModel(readPageDocument<TextPageContent>(html, 'aprendiz-text-page-1'));
  let worst = 0;
  for (const [i, { text, scores }] of golden.entries()) {
    signal?.throwIfAborted();
    worst = Math.max(worst, largestDifference(scores, (await model.answer(text)).scores));
    onProgress?.(i + 1, golden.length);
  }
  return worst;
}
