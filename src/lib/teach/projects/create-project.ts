/** Makes a project that can be worked on at once: with its first two classes, in one write. */
import { writeUnjournalled } from '#lib/storage/journal.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import { textTrunk } from '#lib/text/trunks.ts';
import { everydayTrunk } from '#lib/vision/trunks.ts';
import { addClasses } from '../project/class-commands.ts';
import { created, newProject } from '../project/commands.ts';

/**
 * @param words in the visitor's language: the project's name, and what nameless classes are called
 * @returns the id
 * @throws as `withDatabase` does
 */
export async function createProject(
  kind: ProjectKind,
  words: { readonly name: string; readonly classBase: string },
): Promise<string> {
  const now = Date.now();
  const trunk = kind === 'text' ? textTrunk.id : everydayTrunk.id;
  const project = newProject(newId(), kind, words.name, trunk, now);
  const empty = { project, classes: new Map(), samples: new Map(), runs: new Map() };
  const first = { id: newId(), base: words.classBase };
  const second = { id: newId(), base: words.classBase };
  const { changes } = addClasses([first, second])(empty, now);
  await writeUnjournalled(project.id, [created('projects', project), ...changes]);
  return project.id;
}
