/**
 * Small settings that must be there on the first frame: read synchronously, written at once.
 * Where the browser forbids storage they last as long as the page; nobody needs telling.
 */

/** Reads a stored value; `parse` turns whatever was stored into a valid value. */
export function readPreference<T>(key: string, parse: (stored: unknown) => T): T {
  return parse(readStored(key));
}

/** Stores a value; true when it will survive a reload. */
export function writePreference(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(fullKey(key), JSON.stringify(value));
    return true;
  } catch (error) {
    if (isStorageRefusal(error)) return false;
    throw error;
  }
}

function readStored(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(fullKey(key)) ?? 'null');
  } catch (error) {
    // Unreadable text is as good as none: the parser falls back to its defaults.
    if (error instanceof SyntaxError || isStorageRefusal(error)) return null;
    throw error;
  }
}

const fullKey = (key: string) => `aprendiz:${key}`;

/** `localStorage` is absent, forbidden or full. */
function isStorageRefusal(error: unknown): boolean {
  return error instanceof DOMException || error instanceof ReferenceError;
}
