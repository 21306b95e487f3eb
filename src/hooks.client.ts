import type { ClientInit, HandleClientError } from '@sveltejs/kit';
import { locale } from '#lib/i18n/locale.svelte.ts';

export const init: ClientInit = () => {
  locale.start();
};

/** Only bugs arrive here (expected failures are values): they stay on the device, in the console, with their stack. */
export const handleError: HandleClientError = ({ error, status, message }) => {
  if (status !== 404) console.error(error);
  return { message: error instanceof Error ? error.message : message };
};
