/** Opens projects for tests, and closes what they opened. */
import { closeDatabase } from '#lib/storage/database.ts';
import { writeUnjournalled } from '#lib/storage/journal.ts';
import { newId } from '#lib/storage/new-id.ts';
import { addClasses } from './class-commands.ts';
import { created, newProject } from './commands.ts';
import { OpenProject } from './open-project.svelte.ts';
import type { TakenSample } from './sample-commands.ts';

const opened: OpenProject[] = [];

/** The project as one more tab has it. */
export async function inTab(projectId: string): Promise<OpenProject> {
  const project = await OpenProject.open(projectId);
  opened.push(project);
  return project;
}

/** A new project without classes. */
export async function storedProject(name = 'Pets'): Promise<string> {
  const project = newProject(newId(), 'image', name, 'trunk', Date.now());
  await writeUnjournalled(project.id, [created('projects', project)]);
  return project.id;
}

export async function newOpenProject(): Promise<OpenProject> {
  return inTab(await storedProject());
}

export async function addClass(project: OpenProject, name: string): Promise<string> {
  const id = newId();
  await project.perform(addClasses([{ id, name, base: 'Class' }]));
  return id;
}

/** A frame of a burst; without one it is a burst of its own. */
export function taken(content: string, burst = content): TakenSample {
  return {
    burst,
    takenAt: 1,
    origin: 'camera',
    picture: new Blob([content], { type: 'image/jpeg' }),
    thumbnail: new Blob([`small ${content}`], { type: 'image/jpeg' }),
  };
}

export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((project) => project.close()));
  await closeDatabase();
}
