/**
 * `npm run eval:sample`: writes `models/<id>/sample-output.json`, what each network alone says of the
 * photos in tests/fixtures/photos with the app's own code. A test compares with it.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openClassifier } from '#lib/vision/classifier.ts';
import { modelIds } from '#lib/vision/models.ts';
import { folderFetch, readPhoto, startWasm, toTensor } from '../node.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const photos = join(root, 'tests/fixtures/photos');

globalThis.fetch = folderFetch(join(root, 'static/models'));
await startWasm();
for (const id of modelIds) {
  const classifier = await openClassifier([id], '/');
  const samples: Record<string, Record<string, number>> = {};
  for (const file of readdirSync(photos).filter((name) => name.endsWith('.jpg'))) {
    const photo = await readPhoto(join(photos, file));
    const tensors = classifier.inputs.map((spec) => toTensor(photo, spec));
    const { predictions } = await classifier.classify(tensors, photo);
    for (const tensor of tensors) tensor.dispose();
    samples[file] = Object.fromEntries(
      predictions.slice(0, 5).map(({ label, score }) => [label, Number(score.toFixed(4))]),
    );
  }
  const { size, fit } = classifier.inputs[0] ?? {};
  const golden = {
    backend: 'wasm',
    input: { size, fit },
    scores: 'calibrated, five best',
    samples,
  };
  writeFileSync(
    join(root, `models/${id}/sample-output.json`),
    `${JSON.stringify(golden, null, 2)}\n`,
  );
  classifier.dispose();
}
