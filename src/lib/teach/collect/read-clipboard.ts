/** Pictures on the clipboard, asked for by a button (a paste by keys brings its own). */
export async function readClipboard(): Promise<File[]> {
  // Not in every browser, whatever the DOM types promise.
  const clipboard = navigator.clipboard as Partial<Clipboard> | undefined;
  if (!clipboard?.read) return [];
  let items: ClipboardItems;
  try {
    items = await clipboard.read();
  } catch (error) {
    // The visitor said no, or the browser does: pasting by keys is still there, and the page says so.
    if (error instanceof DOMException) return [];
    throw error;
  }
  const files = items.map(async (item) => {
    const type = item.types.find((each) => each.startsWith('image/'));
    return type === undefined ? [] : [new File([await item.getType(type)], 'clipboard', { type })];
  });
  return (await Promise.all(files)).flat();
}
