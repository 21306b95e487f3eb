/** What stands in the way of flight mode, in words. */
import { failureWords } from '#lib/i18n/failure-words.ts';
import type { Obstacle, ProofDoor } from '#lib/pwa/proof.svelte.ts';
import { m } from '#paraglide/messages.js';
import { doorsOf } from './needs.ts';

export interface ObstacleWords {
  readonly title: string;
  readonly next: string;
  /** Addresses, for whoever wants to know which. */
  readonly which: readonly string[];
}

const names: Readonly<Record<ProofDoor, () => string>> = {
  see: m.shell_see,
  read: m.read_name,
  teach: m.teach_name,
};

export const nameOfDoor = (door: ProofDoor): string => names[door]();

/** Obstacles of the same kind are told together. @param language of lists and sizes */
export function wordsOf(
  obstacles: readonly Obstacle[],
  doors: readonly ProofDoor[],
  language: string,
): readonly ObstacleWords[] {
  const of = <K extends Obstacle['kind']>(kind: K) =>
    obstacles.filter((one): one is Extract<Obstacle, { kind: K }> => one.kind === kind);
  const urls = (state: 'missing' | 'broken') =>
    of('file').flatMap((file) => (file.state === state ? file.url : []));
  const all: ObstacleWords[] = [];
  const missing = urls('missing');
  const broken = urls('broken');
  if (missing.length > 0) {
    const title = m.event_file_missing({ count: missing.length });
    all.push({ title, next: m.event_file_missing_next(), which: missing });
  }
  if (broken.length > 0) {
    const title = m.event_file_broken({ count: broken.length });
    all.push({ title, next: m.event_file_broken_next(), which: broken });
  }
  for (const id of new Set(of('model').map((model) => model.id))) {
    const files = of('model').filter((model) => model.id === id);
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    all.push(modelWords(id, files[0]!.state, bytes, doors, language));
  }
  if (of('uncontrolled').length > 0)
    all.push({ title: m.event_uncontrolled(), next: m.event_uncontrolled_next(), which: [] });
  for (const { door, failure } of of('door')) {
    const name = nameOfDoor(door);
    all.push(
      failure?.code === 'probe-mismatch'
        ? { title: m.event_door_wrong({ door: name }), next: m.event_refused_next(), which: [] }
        : {
            title: m.event_door_failed({ door: name }),
            next: failure ? failureWords(failure).title : '',
            which: [],
          },
    );
  }
  for (const { url } of of('refused'))
    all.push({
      title: m.event_refused({ what: new URL(url).pathname }),
      next: m.event_refused_next(),
      which: [],
    });
  return all;
}

function modelWords(
  model: string,
  state: 'missing' | 'broken',
  bytes: number,
  chosen: readonly ProofDoor[],
  language: string,
): ObstacleWords {
  const doors = new Intl.ListFormat(language).format(doorsOf(model, chosen).map(nameOfDoor));
  const format = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 } as const;
  const size = new Intl.NumberFormat(language, format).format(bytes / 1e6);
  return state === 'missing'
    ? {
        title: m.event_model_missing({ model, size, doors }),
        next: m.event_model_missing_next(),
        which: [],
      }
    : {
        title: m.event_model_broken({ model, doors }),
        next: m.event_model_broken_next(),
        which: [],
      };
}
