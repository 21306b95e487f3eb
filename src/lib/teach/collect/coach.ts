/**
 * What a friend looking over your shoulder would say while you collect, one thing at a time, the
 * most useful first. Pure: numbers in, the name of an advice out; the words are in `coach-words.ts`.
 */
import type { PictureQuality, SampleRow } from '#lib/storage/project-rows.ts';
import { hashDistance } from './capture/difference-hash.ts';
import { toneDistance } from './capture/tones.ts';

/** Below this even a plain scene, in focus, does not fall (see coach.test.ts for what was measured). */
const blurredBelow = 45;
const darkBelow = 0.16;
const brightAbove = 0.86;
const clippedAbove = 0.4;

export type FrameAdvice = 'dark' | 'bright' | 'blurred' | 'alike';

/** What is wrong with how a picture was taken. */
export function adviseFrame(quality: PictureQuality): FrameAdvice | undefined {
  if (quality.brightness < darkBelow) return 'dark';
  if (quality.brightness > brightAbove) return 'bright';
  if (quality.clipped > clippedAbove) return quality.brightness < 0.5 ? 'dark' : 'bright';
  return quality.sharpness < blurredBelow ? 'blurred' : undefined;
}

/** Hashes this near are of the same picture, give or take the camera's noise. */
export const alikeWithin = 2;

/** Cells whose colour differs by no more are lit by the same lamp a moment later. */
const tonesAlikeWithin = 8;

/** What a recording remembers of a frame that it kept. */
export interface Look {
  readonly hash: string;
  readonly tones: Uint8Array;
}

/** Whether a frame shows nothing that an earlier one of the recording has not shown. */
export function looksAlike(look: Look, earlier: Iterable<Look>): boolean {
  for (const one of earlier) {
    if (hashDistance(look.hash, one.hash) > alikeWithin) continue;
    if (toneDistance(look.tones, one.tones) <= tonesAlikeWithin) return true;
  }
  return false;
}

/** A look back over a recording: says a thing only when it was so for most of the last frames. */
export class RecordingCoach {
  #recent: (FrameAdvice | undefined)[] = [];

  /** @returns what to say now, if anything */
  hear(advice: FrameAdvice | undefined): FrameAdvice | undefined {
    this.#recent = [...this.#recent, advice].slice(-5);
    if (advice === undefined) return undefined;
    const same = this.#recent.filter((earlier) => earlier === advice).length;
    return same >= 3 ? advice : undefined;
  }
}

/** Fewer than this and a class cannot be told from luck. */
export const enoughSamples = 8;
/** One class with this many times the samples of another wins by habit. */
export const imbalanceFrom = 4;

export type ClassAdvice =
  | { readonly kind: 'empty' }
  | { readonly kind: 'few'; readonly missing: number }
  | { readonly kind: 'fewer'; readonly times: number }
  | { readonly kind: 'one-burst' }
  | { readonly kind: 'blurred' | 'dark' | 'bright' | 'alike'; readonly count: number };

/** What a class lacks most, judged by its samples and the sizes of its neighbours. */
export function adviseClass(
  samples: readonly SampleRow[],
  largestClass: number,
): ClassAdvice | undefined {
  const count = samples.length;
  if (count === 0) return { kind: 'empty' };
  if (count < enoughSamples) return { kind: 'few', missing: enoughSamples - count };
  const times = Math.floor(largestClass / count);
  if (times >= imbalanceFrom) return { kind: 'fewer', times };
  if (new Set(samples.map(({ burst }) => burst)).size === 1) return { kind: 'one-burst' };
  const faults = { dark: 0, bright: 0, blurred: 0, alike: 0 };
  for (const { quality } of samples) {
    const fault = quality && adviseFrame(quality);
    if (fault) faults[fault]++;
  }
  faults.alike = count - differentLooking(samples);
  const [kind, most] = (Object.entries(faults) as [FrameAdvice, number][]).reduce((a, b) =>
    b[1] > a[1] ? b : a,
  );
  return most * 2 > count ? { kind, count: most } : undefined;
}

/** How many different hashes there are: exact twins only, so that it is quick for thousands. */
function differentLooking(samples: readonly SampleRow[]): number {
  return new Set(samples.map(({ hash, id }) => hash ?? id)).size;
}
