/** Which networks See opens. Plain data: the page imports it. */
export const modelIds = ['open-images-ssd', 'coco-centernet'] as const;

export type ModelId = (typeof modelIds)[number];

/** Both: one knows eighty things, the other knows its twenty-three better. */
export const DEFAULT_MODELS: readonly ModelId[] = modelIds;

/** What a visitor chooses to see with: `everyday`, a network built in, or an installed model's id. */
export type ModelChoice = string;

export const EVERYDAY = 'everyday';

export function modelsOf(choice: ModelChoice): readonly string[] {
  return choice === EVERYDAY ? DEFAULT_MODELS : [choice];
}

export function isModelId(id: string): id is ModelId {
  return (modelIds as readonly string[]).includes(id);
}

/** Whether the app carries it. */
export function isBuiltIn(choice: ModelChoice): choice is ModelId | typeof EVERYDAY {
  return choice === EVERYDAY || isModelId(choice);
}
