/** What See says about its state, in the visitor's language. */
import type { OpenStage } from '#lib/engine/protocol.ts';
import { labelName } from '#lib/vision/labels/index.ts';
import type { LabelId } from '#lib/vision/prediction.ts';
import type { Ranking } from '#lib/vision/ranking.ts';
import { m } from '#paraglide/messages.js';
import { getLocale } from '#paraglide/runtime.js';
import { formatPercent } from '#lib/i18n/format.ts';

export const nameOf = (label: LabelId): string => labelName(label, getLocale());

export const stageWords: Record<OpenStage, () => string> = {
  backend: m.see_stage_backend,
  download: m.see_stage_download,
  verify: m.see_stage_verify,
  'warm-up': m.see_stage_warm_up,
  calibrate: m.see_stage_calibrate,
};

/** What a "not sure" leans to. */
export function doubtWords({ predictions, doubt }: Ranking): string {
  const [first, second] = predictions;
  if (!first) return m.see_doubt_nothing();
  if (doubt === 'too-close' && second) {
    return m.see_doubt_close({ first: nameOf(first.label), second: nameOf(second.label) });
  }
  return m.see_doubt_weak({ label: nameOf(first.label) });
}

/** The answer as one short sentence for screen readers; without the score, which never stands still. */
export function spokenAnswer(ranking: Ranking, standsStill: boolean): string {
  const best = ranking.predictions[0];
  if (ranking.doubt || !best) return `${m.see_not_sure()}. ${doubtWords(ranking)}`;
  const label = nameOf(best.label);
  return standsStill ? m.see_announce({ label, score: formatPercent(best.score) }) : label;
}
