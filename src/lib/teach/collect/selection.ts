/** Which samples are chosen, and what a click or key makes of that. Pure: every change is a new value. */

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** Where a range starts: the sample touched last without Shift. */
  readonly anchor?: string;
}

export const emptySelection: Selection = { ids: new Set() };

export function selectOnly(id: string): Selection {
  return { ids: new Set([id]), anchor: id };
}

export function toggleSelected({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** From the anchor to `id` in the order shown, replacing an earlier choice. */
export function selectRange(selection: Selection, id: string, order: readonly string[]): Selection {
  const anchor = selection.anchor ?? id;
  const from = order.indexOf(anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return selectOnly(id);
  const ids = new Set(order.slice(Math.min(from, to), Math.max(from, to) + 1));
  return { ids, anchor };
}

export function selectAll(order: readonly string[]): Selection {
  return { ids: new Set(order), ...(order[0] !== undefined && { anchor: order[0] }) };
}

/** What is left of a choice when samples have gone: chosen and gone is not chosen. */
export function keepExisting(selection: Selection, exists: (id: string) => boolean): Selection {
  const ids = new Set([...selection.ids].filter(exists));
  if (ids.size === selection.ids.size) return selection;
  const { anchor } = selection;
  return { ids, ...(anchor !== undefined && exists(anchor) && { anchor }) };
}
