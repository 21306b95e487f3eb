/** What the Models page says of a model, in the visitor's language; reactive inside a component. */
import { formatBytes, formatCount } from '#lib/i18n/format.ts';
import { locale } from '#lib/i18n/locale.svelte.ts';
import { m } from '#paraglide/messages.js';
import type { Accuracy, CatalogueEntry, ModelState, Task, Words } from '../entry.ts';
import type { Transfer } from '../protocol.ts';
import type { ModelRow } from '../rows.ts';

/** Of an entry, which has words of its own. */
export const said = (words: Words): string => words[locale.current];

export const stateWords: Record<ModelState, () => string> = {
  available: m.models_state_available,
  downloading: m.models_state_downloading,
  installed: m.models_state_installed,
  broken: m.models_state_broken,
};

const taskWords: Record<Task, () => string> = {
  detect: m.models_task_detect,
  'classify-images': m.models_task_classify_images,
  'embed-images': m.models_task_embed_images,
  'classify-texts': m.models_task_classify_texts,
  'embed-texts': m.models_task_embed_texts,
};

export function tasksSaid(tasks: readonly Task[]): string {
  const list = new Intl.ListFormat(locale.current, { type: 'conjunction' });
  return list.format(tasks.map((task) => taskWords[task]()));
}

export function inputSaid(input: CatalogueEntry['input']): string {
  if ('pixels' in input) return m.models_input_pixels({ pixels: formatCount(input.pixels) });
  return input.token === 'word' ? m.models_input_word() : m.models_input_character();
}

/** 0.675 → "67.5%" */
export const shareSaid = (share: number): string =>
  new Intl.NumberFormat(locale.current, { style: 'percent', maximumFractionDigits: 1 }).format(
    share,
  );

/** The line that stands for all of its facts. */
export function briefSaid({ entry, bytes }: ModelRow): string {
  const { accuracy, labels } = entry;
  return [
    formatBytes(bytes),
    ...(labels > 0 ? [m.models_brief_labels({ labels: formatCount(labels) })] : []),
    ...(accuracy ? [briefAccuracy(accuracy)] : []),
  ].join(' · ');
}

function briefAccuracy({ value, measuredHere }: Accuracy): string {
  const share = shareSaid(value);
  return measuredHere ? m.models_brief_right({ share }) : m.models_brief_claimed({ share });
}

const stageWords: Record<Transfer['stage'], () => string> = {
  download: m.models_stage_download,
  convert: m.models_stage_convert,
  verify: m.models_stage_verify,
  store: m.models_stage_store,
};

export const stageSaid = (transfer: Transfer | undefined): string =>
  transfer ? stageWords[transfer.stage]() : m.models_waiting();

/** "3.1 MB of 16.9 MB", where there is something to count. */
export function bytesSaid(transfer: Transfer | undefined): string | undefined {
  if (!transfer || transfer.total === 0 || transfer.stage === 'convert') return undefined;
  const { loaded, total } = transfer;
  return m.models_bytes_of({ loaded: formatBytes(loaded), total: formatBytes(total) });
}

/** 0..1; undefined: it is under way, and nothing more is known. */
export function shareOf(transfer: Transfer | undefined): number | undefined {
  if (!transfer || transfer.total === 0 || transfer.stage === 'convert') return undefined;
  return transfer.loaded / transfer.total;
}
