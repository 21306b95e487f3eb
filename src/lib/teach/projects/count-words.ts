/** "3 classes · 120 samples" */
import { formatCount } from '#lib/i18n/format.ts';
import type { ProjectSummary } from '#lib/storage/projects.ts';
import { m } from '#paraglide/messages.js';

type Counts = Pick<ProjectSummary, 'classCount' | 'sampleCount'>;

export function countWords({ classCount, sampleCount }: Counts): string {
  const classes =
    classCount === 1
      ? m.teach_classes_one()
      : m.teach_classes_many({ count: formatCount(classCount) });
  const samples =
    sampleCount === 1
      ? m.teach_samples_one()
      : m.teach_samples_many({ count: formatCount(sampleCount) });
  return m.teach_project_facts({ classes, samples });
}
