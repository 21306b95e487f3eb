/** What is said of one sample, in the visitor's language. */
import type { PictureQuality, SampleOrigin } from '#lib/storage/project-rows.ts';
import { m } from '#paraglide/messages.js';
import { adviseFrame } from './coach.ts';

export const originWords: Record<SampleOrigin, () => string> = {
  camera: m.teach_origin_camera,
  file: m.teach_origin_file,
  archive: m.teach_origin_archive,
  drawing: m.teach_origin_drawing,
  paste: m.teach_origin_paste,
  live: m.teach_origin_live,
  typed: m.teach_origin_typed,
};

export function qualityWords(quality: PictureQuality): string {
  switch (adviseFrame(quality)) {
    case 'dark':
      return m.teach_quality_dark();
    case 'bright':
      return m.teach_quality_bright();
    case 'blurred':
      return m.teach_quality_blurred();
    default:
      return m.teach_quality_fine();
  }
}
