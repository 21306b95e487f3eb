/**
 * `npm run eval:see -- --data DIR [--settings "192 squash + 256 contain, …"]`: how often See is right,
 * and how long a frame takes, with the app's own code in Node (wasm SIMD, one thread). DIR has a folder
 * of photos for each label id; in `none` are things that the networks have no word for. A setting is
 * the input of the Open Images SSD, then that of CenterNet; "-" leaves a network out. `--drafts`: with drafts of weights.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openClassifier, type Classifier, type InputOverrides } from '#lib/vision/classifier.ts';
import { modelIds } from '#lib/vision/models.ts';
import type { Prediction } from '#lib/vision/prediction.ts';
import type { Fit } from '#lib/vision/preprocess/input-spec.ts';
import type { PlanarImage } from '#lib/vision/preprocess/planes.ts';
import { folderFetch, readPhoto, startWasm, toTensor } from '../node.ts';

const standard = [
  '192 squash + 256 contain',
  '192 squash + -',
  '300 squash + -',
  '- + 256 contain',
  '- + 256 squash',
  '- + 320 contain',
  '160 squash + 160 contain',
  '192 squash + 192 contain',
  '192 squash + 224 contain',
  '192 squash + 256 squash',
  '192 cover + 256 cover',
  '192 squash + 320 contain',
  '300 squash + 320 contain',
].join(', ');

interface Photo {
  readonly label: string;
  readonly image: PlanarImage;
}

interface Outcome {
  readonly label: string;
  readonly ranked: readonly Prediction[];
}

/** From this score on the page says the label instead of "not sure". */
const sureFrom = 0.5;

async function readPhotos(folder: string): Promise<Photo[]> {
  const files = readdirSync(folder).flatMap((label) =>
    readdirSync(join(folder, label)).map((file) => ({ label, path: join(folder, label, file) })),
  );
  return Promise.all(
    files.map(async ({ label, path }) => ({ label, image: await readPhoto(path) })),
  );
}

async function open(setting: string): Promise<Classifier> {
  const overrides: Record<string, InputOverrides[string]> = {};
  setting.split('+').forEach((part, i) => {
    const [size, fit] = part.trim().split(' ');
    const id = modelIds[i];
    if (id && size !== '-') overrides[id] = { size: Number(size), fit: fit as Fit };
  });
  const used = modelIds.filter((id) => id in overrides);
  return openClassifier(used, '/', { overrides, drafts: values.drafts });
}

async function look(classifier: Classifier, { label, image }: Photo) {
  const tensors = classifier.inputs.map((spec) => toTensor(image, spec));
  const started = performance.now();
  const { predictions } = await classifier.classify(tensors, image);
  const ms = performance.now() - started;
  for (const tensor of tensors) tensor.dispose();
  return { label, ranked: predictions, ms };
}

function percent(outcomes: readonly Outcome[], passes: (outcome: Outcome) => boolean): string {
  if (outcomes.length === 0) return '-';
  return `${((100 * outcomes.filter(passes).length) / outcomes.length).toFixed(1)}`;
}

function summary(outcomes: readonly (Outcome & { ms: number })[]): string[] {
  const shown = outcomes.filter(({ label }) => label !== 'none');
  const strangers = outcomes.filter(({ label }) => label === 'none');
  const first = ({ ranked }: Outcome) => ranked[0] ?? { label: '', score: 0 };
  const right = (outcome: Outcome) => first(outcome).label === outcome.label;
  const sure = (outcome: Outcome) => first(outcome).score >= sureFrom;
  const times = outcomes.map(({ ms }) => ms).sort((a, b) => a - b);
  return [
    percent(shown, right),
    percent(shown, ({ label, ranked }) => ranked.slice(0, 3).some((one) => one.label === label)),
    percent(shown.filter(sure), right),
    percent(shown, sure),
    percent(strangers, (outcome) => !sure(outcome)),
    `${(times[Math.floor(times.length / 2)] ?? 0).toFixed(0)}`,
  ];
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    settings: { type: 'string', default: standard },
    drafts: { type: 'boolean', default: false },
  },
});
if (!values.data) throw new Error('--data DIR is needed');
globalThis.fetch = folderFetch(fileURLToPath(new URL('../../../static/models', import.meta.url)));
await startWasm();
const photos = await readPhotos(values.data);
console.log(`${photos.length} photos; percentages; "sure" is a score of ${sureFrom} or more\n`);
console.log(
  '| setting (SSD + CenterNet) | top-1 | top-3 | right when sure | sure | strangers unsure | ms |',
);
console.log('|---|---|---|---|---|---|---|');
for (const setting of values.settings.split(',').map((one) => one.trim())) {
  const classifier = await open(setting);
  const outcomes = [];
  for (const photo of photos) outcomes.push(await look(classifier, photo));
  classifier.dispose();
  console.log(`| ${setting} | ${summary(outcomes).join(' | ')} |`);
}
