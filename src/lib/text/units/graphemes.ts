/** What a person sees as one character must not be torn apart by the edge of a token. */

/**
 * Which of the tokens belong together for the eye: those that share a grapheme.
 * @param places of the tokens in `text`, in its order
 * @returns runs of tokens, [first, after the last), with their place in the text
 */
export function visibleRuns(
  text: string,
  places: readonly { readonly start: number; readonly end: number }[],
): { first: number; after: number; start: number; end: number }[] {
  const runs: { first: number; after: number; start: number; end: number }[] = [];
  const isEdge = edgesOf(text);
  places.forEach(({ start, end }, index) => {
    const last = runs.at(-1);
    if (last && (start < last.end || !isEdge(start))) {
      last.after = index + 1;
      last.end = Math.max(last.end, end);
    } else runs.push({ first: index, after: index + 1, start, end });
  });
  return runs;
}

/** Tells whether a place is between two graphemes. */
function edgesOf(text: string): (place: number) => boolean {
  // Every code point of plain Latin stands alone, but for the two of a line's end.
  if (!/[^\n -~\u00A0-\u02FF]/.test(text)) return () => true;
  // Not in Firefox before 125, whatever the types say.
  if (!(Intl.Segmenter as unknown)) return (place) => !clings(text, place);
  const edges = new Set<number>();
  for (const { index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(
    text,
  )) {
    edges.add(index);
  }
  return (place) => edges.has(place);
}

const clinging = /^(?:\p{M}|\u200D|\p{Emoji_Modifier})/u;

/** Whether what stands there is drawn with what is before it. */
function clings(text: string, place: number): boolean {
  return text[place - 1] === '\u200D' || clinging.test(text.slice(place, place + 2));
}
