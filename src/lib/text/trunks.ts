/**
 * The frozen encoder that text projects are taught on. Plain data: the page imports it. Anything that
 * changes an embedding gets a new id, so that kept embeddings are never mixed.
 */
export interface TextTrunkSpec {
  readonly id: string;
  /** Id of the text model without labels that embeds. */
  readonly model: string;
}

export const textTrunk: TextTrunkSpec = { id: 'text-1', model: 'text-encoder' };

export const textTrunks: readonly TextTrunkSpec[] = [textTrunk];

export function textTrunkOf(id: string): TextTrunkSpec | undefined {
  return textTrunks.find((trunk) => trunk.id === id);
}
