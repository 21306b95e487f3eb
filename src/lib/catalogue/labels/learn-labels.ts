/** What the labels of an installed model are called, for the page. */
import { readFile } from '#lib/cache/files.ts';
import { installedModel } from '#lib/cache/installed.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/failure/load-chunk.ts';
import { labelIds, parseLabels } from '#lib/vision/installed/labels.ts';
import { isKnownLabel, modelNames } from '#lib/vision/labels/index.ts';

/**
 * Names its labels in each language where its list is one that is known here (whichever model it came
 * with, and whenever it was installed); otherwise as people called them.
 *
 * @throws FailureError `model-corrupt`
 */
export async function learnLabels(id: string): Promise<void> {
  const model = await installedModel(id);
  const bytes = model?.labels && (await readFile(model.labels));
  if (!model?.labels || !bytes) return;
  const names = parseLabels(bytes, model.labels.file);
  const portuguese = await portugueseOf(names);
  modelNames.learn(
    id,
    labelIds(names).flatMap((label, i) => {
      const en = names[i] ?? label;
      // A label of somebody's own that the app has a name for has it in both languages.
      if (!portuguese && isKnownLabel(label)) return [];
      return [[label, { en, 'pt-BR': portuguese?.[i] ?? en }] as const];
    }),
  );
}

/** Any other number of names is another list. */
const imagenetClasses = 1000;

/** Undefined for a list that is not known here, and where the app's own lists cannot be fetched now. */
async function portugueseOf(names: readonly string[]): Promise<readonly string[] | undefined> {
  if (names.length !== imagenetClasses) return undefined;
  try {
    const { default: english } = await loadChunk(() => import('./imagenet.json'));
    if (!english.every((name, i) => name === names[i])) return undefined;
    return (await loadChunk(() => import('./imagenet.pt-BR.json'))).default;
  } catch (error) {
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}
