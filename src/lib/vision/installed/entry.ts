/**
 * What is to be known of an installed model before its network is opened. Its entry was written by
 * whatever version of the app installed it, so it is read with care. Pure.
 */
import type { InstalledModel } from '#lib/cache/installed-model.ts';

export interface InstalledFacts {
  readonly id: string;
  /** By locale; the id where it has no name. */
  readonly name: Readonly<Record<string, string>>;
  /** Side of the square picture. */
  readonly pixels: number;
  readonly classifies: boolean;
  /** As Teach names the trunk, and what it gives; undefined for a model that is none. */
  readonly trunk:
    { readonly id: string; readonly pixels: number; readonly channels: number } | undefined;
}

/** Undefined for a model that does not look at pictures. */
export function factsOf({
  id,
  weights,
  labels,
  entry,
}: InstalledModel): InstalledFacts | undefined {
  const { name, input, tasks, trunk } = record(entry);
  const pixels = size(record(input)['pixels']);
  if (pixels === undefined) return undefined;
  const sees = { pixels: size(record(trunk)['pixels']), channels: size(record(trunk)['channels']) };
  return {
    id,
    name: Object.fromEntries(
      Object.entries(record(name)).filter(
        (pair): pair is [string, string] => typeof pair[1] === 'string',
      ),
    ),
    pixels,
    classifies: labels !== undefined && Array.isArray(tasks) && tasks.includes('classify-images'),
    trunk:
      sees.pixels !== undefined && sees.channels !== undefined
        ? {
            id: `${id}@${weights.sha256.slice(0, 8)}`,
            pixels: sees.pixels,
            channels: sees.channels,
          }
        : undefined,
  };
}

const record = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** A picture or a map larger than this is nobody's. */
const mostSize = 8192;

const size = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= mostSize
    ? value
    : undefined;
