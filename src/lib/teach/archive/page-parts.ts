/** What an exported HTML file needs from the page: its program, and its words in every language. */
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { m } from '#paraglide/messages.js';
import { locales, type Locale } from '#paraglide/runtime.js';
import type { PageWords } from './page/content.ts';
import type { ArchiveCalls, ModelLayout } from './protocol.ts';

type TextParts = Pick<ArchiveCalls['exportTextModel']['request'], 'program' | 'words'>;
type PageParts = NonNullable<ArchiveCalls['exportModel']['request']['page']>;

/** @throws FailureError `offline` */
export async function pageParts(): Promise<PageParts> {
  const { default: runtime } = await loadChunk(() => import('virtual:page-runtime'));
  return { runtime, words: Object.fromEntries(locales.map((locale) => [locale, wordsIn(locale)])) };
}

function wordsIn(locale: Locale): PageWords {
  return {
    camera: m.archive_page_camera({}, { locale }),
    stop: m.archive_page_stop({}, { locale }),
    photo: m.archive_page_photo({}, { locale }),
    drop: m.archive_page_drop({}, { locale }),
    unknown: m.archive_page_unknown({}, { locale }),
    offline: m.archive_page_offline({}, { locale }),
    loading: m.archive_page_loading({}, { locale }),
    no_camera: m.archive_page_no_camera({}, { locale }),
    no_photo: m.archive_page_no_photo({}, { locale }),
    no_simd: m.archive_page_no_simd({}, { locale }),
    checked: m.archive_page_checked({}, { locale }),
    square: m.archive_page_square({}, { locale }),
  };
}

/**
 * What an exported text model needs from the page.
 * @throws FailureError `offline`
 */
export async function textParts(layout: ModelLayout): Promise<TextParts> {
  const { default: program } = await loadChunk(() =>
    layout === 'page' ? import('virtual:text-page-runtime') : import('virtual:tokenize'),
  );
  return { program, words: Object.fromEntries(locales.map((each) => [each, textWordsIn(each)])) };
}

function textWordsIn(locale: Locale): TextParts['words'][string] {
  return {
    type: m.text_test_label({}, { locale }),
    hint: m.text_test_placeholder({}, { locale }),
    unknown: m.text_page_unknown({}, { locale }),
    offline: m.text_page_offline({}, { locale }),
    loading: m.archive_page_loading({}, { locale }),
    checked: m.text_page_checked({}, { locale }),
  };
}
