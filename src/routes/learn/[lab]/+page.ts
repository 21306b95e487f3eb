import { error } from '@sveltejs/kit';
import { course, labOf } from '#lib/labs/course.ts';
import type { EntryGenerator, PageLoad } from './$types';

export const entries: EntryGenerator = () => course.map(({ meta }) => ({ lab: meta.id }));

export const load: PageLoad = async ({ params }) => {
  const lab = labOf(params.lab);
  if (!lab) error(404);
  return { id: lab.meta.id, Lab: (await lab.load()).default };
};
