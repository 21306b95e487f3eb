/** The one catalogue of the page: downloads go on while a visitor looks elsewhere in the app. */
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import { readStorageUse, requestPersistence } from '#lib/storage/quota.ts';
import { callModels, modelsUrl } from './call-models.ts';
import { Models } from './catalogue.svelte.ts';
import { loadCatalogue } from './load-catalogue.ts';
import { onModelNews } from '#lib/cache/news.ts';
import { readKept } from './kept.ts';

const wantedKey = 'models-wanted';
let opened: Models | undefined;

export function openModels(): Models {
  opened ??= new Models({
    call: callModels,
    baseUrl: modelsUrl,
    loadCatalogue: () => loadCatalogue(modelsUrl()),
    readKept,
    onChange: onModelNews,
    readUse: () => readStorageUse(),
    askToKeep: () => requestPersistence(),
    wanted: {
      read: () => readPreference(wantedKey, parseIds),
      write: (ids) => void writePreference(wantedKey, ids),
    },
  });
  return opened;
}

const parseIds = (stored: unknown): readonly string[] =>
  Array.isArray(stored) ? stored.filter((id) => typeof id === 'string') : [];
