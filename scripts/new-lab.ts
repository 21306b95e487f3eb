/** `npm run new:lab -- <id>`: the files of a lab that already runs, and its line in the course. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labFiles } from './new-lab/files.ts';

const [id] = process.argv.slice(2);
if (!id || !/^[a-z]+(-[a-z]+)*$/.test(id)) {
  console.error('Usage: npm run new:lab -- <id>, in lower case with hyphens: gradient-descent');
  process.exit(1);
}
const labs = join(import.meta.dirname, '..', 'src', 'lib', 'labs');
const folder = join(labs, id);
if (existsSync(folder)) {
  console.error(`${id} is already there.`);
  process.exit(1);
}
mkdirSync(folder, { recursive: true });
for (const [file, content] of Object.entries(labFiles(id))) {
  writeFileSync(join(folder, file), content);
}

const course = join(labs, 'course.ts');
const name = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
writeFileSync(
  course,
  readFileSync(course, 'utf8')
    .replace(/\n\nexport const course/, `\nimport { meta as ${name} } from './${id}/meta.ts';$&`)
    .replace(/\n\];/, `\n  { meta: ${name}, load: () => import('./${id}/Lab.svelte') },$&`),
);
console.log(
  `src/lib/labs/${id}: change meta.ts, text.en.ts and text.pt.ts first. It is at /learn/${id}.`,
);
