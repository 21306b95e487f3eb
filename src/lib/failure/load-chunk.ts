import { FailureError } from './failure.ts';

/** Each engine words it differently; all mean that the file did not come. */
const unfetched = /dynamically imported module|importing a module script|module script failed/i;

/** Imports a part of the app that may not have been downloaded yet. @throws FailureError `offline` */
export async function loadChunk<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    if (error instanceof TypeError && unfetched.test(error.message)) {
      throw new FailureError('offline', error.message);
    }
    throw error;
  }
}
