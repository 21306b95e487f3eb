/**
 * Files into a file input, from within the page: Playwright's own way keeps a handle of the input, and so
 * every node that it hangs together with, for as long as the page lives.
 */
import type { Locator } from '@playwright/test';
import type { Upload } from '../e2e/support/bad-photos.ts';

export async function giveFiles(input: Locator, files: readonly Upload[]): Promise<void> {
  await input.evaluate(
    (element: HTMLInputElement, given) => {
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of given) {
        const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      element.files = transfer.files;
      element.dispatchEvent(new Event('change', { bubbles: true }));
    },
    files.map(({ name, mimeType, buffer }) => ({
      name,
      type: mimeType,
      base64: buffer.toString('base64'),
    })),
  );
}
