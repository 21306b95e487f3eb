/** Whether there may be anything to read, told without the code that reads it. */
import { DATABASE_NAME } from './schema.ts';

/** True where the browser does not say: the database itself will tell. */
export async function isAnythingKept(): Promise<boolean> {
  try {
    // Not in every browser, whatever the types say; and refused where storage is.
    const list = indexedDB.databases as typeof indexedDB.databases | undefined;
    if (!list) return true;
    const databases = await list.call(indexedDB);
    return databases.some(({ name }) => name === DATABASE_NAME);
  } catch {
    return true;
  }
}
