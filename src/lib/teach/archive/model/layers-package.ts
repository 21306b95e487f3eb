/** A layers model as Teachable Machine hands it over, in a zip with what is needed to check it. */
import { FailureError } from '#lib/failure/failure.ts';
import { crc32 } from '#lib/storage/zip/crc32.ts';
import { ZipWriter } from '#lib/storage/zip/zip-writer.ts';
import { ownModelJson, ownModelNumbers, packOwnModel, type OwnModel } from '../own/own-model.ts';
import type { GoldenSample } from './golden.ts';
import type { ModelSource } from './source.ts';
import { squareOf, toLayers } from './to-layers.ts';

const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value, null, 1)}\n`);

/** The three files of the model. @throws FailureError `export-unsupported` */
export function layersFiles(
  source: ModelSource,
  at: Date,
): Record<'model.json' | 'weights.bin' | 'metadata.json', Uint8Array<ArrayBuffer>> {
  const { topology, manifest, weights } = toLayers(source);
  const model = {
    format: 'layers-model',
    generatedBy: 'Aprendiz',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: manifest }],
  };
  const metadata = {
    tfjsVersion: '4.22.0',
    tmVersion: '2.4.7',
    packageVersion: '0.8.5',
    packageName: '@teachablemachine/image',
    timeStamp: at.toISOString(),
    userMetadata: { madeWith: 'Aprendiz' },
    modelName: source.name,
    labels: source.labels,
    imageSize: squareOf(source),
  };
  return {
    'model.json': new TextEncoder().encode(JSON.stringify(model)),
    'weights.bin': new Uint8Array(weights.buffer),
    'metadata.json': json(metadata),
  };
}

/** What was found when the files were read back and run. */
export interface LayersCheck {
  readonly difference: number;
  readonly croppedDifference: number;
}

/** Scores may differ by rounding; more is a mistake. */
export const tolerance = 1e-3;

/** @throws FailureError `export-differs` */
export async function packLayers(
  source: ModelSource,
  files: ReturnType<typeof layersFiles>,
  golden: readonly GoldenSample[],
  { difference, croppedDifference }: LayersCheck,
  own: Pick<OwnModel, 'kind' | 'trunk' | 'answerer'>,
  at: Date,
): Promise<Blob> {
  if (!(difference <= tolerance)) throw new FailureError('export-differs', String(difference));
  const size = squareOf(source);
  const preprocessing = {
    size,
    crop: 'the square in the middle',
    resize: 'area mean when shrinking, bilinear when enlarging',
    colour: 'RGB, sRGB values',
    range: [-1, 1],
    formula: 'value / 127.5 - 1',
    layout: `[1, ${size}, ${size}, 3]`,
    output: 'softmax scores, in the order of labels in metadata.json',
  };
  const checked = {
    comparedWith: 'the model as it answered in Aprendiz',
    largestDifference: difference,
    largestDifferenceWhenCroppedByTheBrowser: croppedDifference,
    labels: source.labels,
    samples: golden.map(({ fileName, scores }) => ({ picture: fileName, scores: [...scores] })),
  };
  const zip = new ZipWriter(at);
  for (const [path, each] of Object.entries(files)) zip.addBytes(path, each);
  zip.addBytes('preprocessing.json', json(preprocessing));
  zip.addBytes('golden.json', json(checked));
  const { name, labels } = source;
  const { json: ownJson, bytes } = await packOwnModel({ name, labels, ...own });
  zip.addBytes(ownModelJson, json(ownJson));
  zip.addBytes(ownModelNumbers, bytes);
  zip.addBytes('README.txt', new TextEncoder().encode(readme(source, size, difference)));
  for (const { fileName, picture } of golden) {
    zip.addBlob(fileName, picture, crc32(new Uint8Array(await picture.arrayBuffer())));
  }
  return zip.finish();
}

const readme = ({ name, labels }: ModelSource, size: number, difference: number) => `${name}

An image classifier made with Aprendiz, as TensorFlow.js layers, laid out like an export of
Teachable Machine. It answers: ${labels.join(', ')}.

  const model = await tf.loadLayersModel('model.json');           // @tensorflow/tfjs
  const model = await tmImage.load('model.json', 'metadata.json'); // @teachablemachine/image

It wants the square in the middle of a picture, ${size} by ${size} pixels, as -1..1 (preprocessing.json).
golden.json has a few pictures and what the model said of them in Aprendiz; read back from these
files and run by TensorFlow.js, no score differed by more than ${difference.toExponential(1)}.
aprendiz.json and aprendiz.bin are the same model as Aprendiz keeps it: import this zip on the page
Teach and it answers there again, "I don't know" included.

---

Classificador de imagens feito no Aprendiz, em camadas do TensorFlow.js, organizado como uma
exportação do Teachable Machine. Recebe o quadrado do meio da foto, ${size} por ${size} pixels, em -1..1
(preprocessing.json). golden.json traz algumas fotos e o que o modelo disse delas no Aprendiz; lido
destes arquivos e rodado pelo TensorFlow.js, nenhum valor diferiu mais que ${difference.toExponential(1)}.
aprendiz.json e aprendiz.bin são o mesmo modelo como o Aprendiz o guarda: importe este zip na página
Ensinar e ele volta a responder lá, inclusive com o "não sei".
`;
