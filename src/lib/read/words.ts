/** What Read says about its answers, in the visitor's language. */
import type { OpenStage } from '#lib/engine/protocol.ts';
import { formatPercent } from '#lib/i18n/format.ts';
import type { AttributionMethod, TextScore } from '#lib/text/reading.ts';
import { m } from '#paraglide/messages.js';
import { getLocale } from '#paraglide/runtime.js';
import type { Doubt } from './doubt.ts';
import type { Change } from './page-text.svelte.ts';
import type { ReaderId } from './readers.ts';

export const readerWords: Record<ReaderId, () => string> = {
  language: m.read_reader_language,
  emotion: m.read_reader_emotion,
  sentiment: m.read_reader_sentiment,
  spam: m.read_reader_spam,
};

export const questionWords: Record<ReaderId, () => string> = {
  language: m.read_question_language,
  emotion: m.read_question_emotion,
  sentiment: m.read_question_sentiment,
  spam: m.read_question_spam,
};

/** Labels by their stable ids; languages are named by the platform. */
const labelWords: Readonly<Record<string, () => string>> = {
  anger: m.read_label_anger,
  disgust: m.read_label_disgust,
  fear: m.read_label_fear,
  joy: m.read_label_joy,
  sadness: m.read_label_sadness,
  surprise: m.read_label_surprise,
  neutral: m.read_label_neutral,
  positive: m.read_label_positive,
  negative: m.read_label_negative,
  spam: m.read_label_spam,
  ham: m.read_label_ham,
};

const languageNames = new Map<string, Intl.DisplayNames>();

/** The name of a language by its BCP 47 code, as the visitor's own language has it. */
export function languageName(code: string): string {
  const locale = getLocale();
  let names = languageNames.get(locale);
  if (!names) {
    names = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' });
    languageNames.set(locale, names);
  }
  const name = names.of(code) ?? code;
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

export const nameOf = (reader: ReaderId, label: string): string =>
  labelWords[label]?.() ?? (reader === 'language' ? languageName(label) : label);

export const methodWords: Record<AttributionMethod, () => string> = {
  gradient: m.read_method_gradient,
  occlusion: m.read_method_occlusion,
};

export const methodNotes: Record<AttributionMethod, () => string> = {
  gradient: m.read_method_gradient_note,
  occlusion: m.read_method_occlusion_note,
};

export const stageWords: Record<OpenStage, () => string> = {
  backend: m.read_stage_backend,
  download: m.read_stage_download,
  verify: m.read_stage_download,
  'warm-up': m.read_stage_warm_up,
  calibrate: m.read_stage_warm_up,
};

export const changeWords: Record<Change, () => string> = {
  cleared: m.read_changed_cleared,
  token: m.read_changed_token,
  example: m.read_changed_example,
  file: m.read_changed_file,
  dictated: m.read_changed_dictated,
  pasted: m.read_changed_pasted,
};

/** What a "not sure" leans to. */
export function doubtWords(reader: ReaderId, doubt: Doubt, scores: readonly TextScore[]): string {
  const [first, second] = scores;
  if (doubt === 'too-short' || !first) return m.read_doubt_short();
  if (doubt === 'too-close' && second) {
    return m.read_doubt_close({
      first: nameOf(reader, first.label),
      second: nameOf(reader, second.label),
    });
  }
  return m.read_doubt_weak({ label: nameOf(reader, first.label) });
}

/** The answer as one short sentence for screen readers. */
export function spokenAnswer(
  reader: ReaderId,
  scores: readonly TextScore[],
  doubt: Doubt | undefined,
): string {
  const [best] = scores;
  if (!best) return '';
  if (doubt) return `${m.read_not_sure()}. ${doubtWords(reader, doubt, scores)}`;
  return m.read_announce({ label: nameOf(reader, best.label), score: formatPercent(best.score) });
}
