/** Which of the models that come with the app each door needs. Plain data. */
import type { ProofDoor } from '#lib/pwa/proof.svelte.ts';
import { readerIds } from '#lib/read/readers.ts';
import { textTrunk } from '#lib/text/trunks.ts';
import { DEFAULT_MODELS } from '#lib/vision/models.ts';
import { everydayTrunk } from '#lib/vision/trunks.ts';

const needs: Readonly<Record<ProofDoor, readonly string[]>> = {
  see: DEFAULT_MODELS,
  read: readerIds,
  teach: [...everydayTrunk.parts.map(({ model }) => model), textTrunk.model],
};

/** Each once. */
export const modelsOf = (doors: readonly ProofDoor[]): readonly string[] => [
  ...new Set(doors.flatMap((door) => needs[door])),
];

export const doorsOf = (model: string, doors: readonly ProofDoor[]): readonly ProofDoor[] =>
  doors.filter((door) => needs[door].includes(model));
