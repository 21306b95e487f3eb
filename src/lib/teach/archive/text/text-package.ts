/** A text model as layers in a zip, with what is needed to run and to check it. */
import { FailureError } from '#lib/failure/failure.ts';
import { tolerance } from '../model/layers-package.ts';
import { ZipWriter } from '#lib/storage/zip/zip-writer.ts';
import type { GoldenText } from './golden-texts.ts';
import type { TokenizerFile } from './inputs.ts';
import { ownModelJson, ownModelNumbers, packOwnModel, type OwnModel } from '../own/own-model.ts';
import type { TextSource } from './source.ts';
import { toTextLayers } from './text-layers.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const json = (value: unknown) => utf8(`${JSON.stringify(value, null, 1)}\n`);

export interface TextLayersFiles {
  readonly 'model.json': Uint8Array<ArrayBuffer>;
  readonly 'weights.bin': Uint8Array<ArrayBuffer>;
  readonly 'tokenizer.json': Uint8Array<ArrayBuffer>;
}

export function tokenizerFile({ below }: TextSource): TokenizerFile {
  const format = 'aprendiz-tokenizer-1';
  if (below.kind === 'model') return { format, units: below.file.units, window: below.file.window };
  const { terms, rarity, pairs } = below.bag;
  return { format, bag: { terms, rarity: [...rarity], pairs } };
}

/** @throws FailureError `export-unsupported` */
export function textLayersFiles(source: TextSource): TextLayersFiles {
  const { topology, manifest, weights } = toTextLayers(source);
  const model = {
    format: 'layers-model',
    generatedBy: 'Aprendiz',
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{ paths: ['weights.bin'], weights: manifest }],
    userDefinedMetadata: { labels: source.labels, modelName: source.name },
  };
  return {
    'model.json': utf8(JSON.stringify(model)),
    'weights.bin': new Uint8Array(weights.buffer),
    'tokenizer.json': utf8(JSON.stringify(tokenizerFile(source))),
  };
}

/**
 * @param tokenize the program that turns a text into the model's inputs
 * @throws FailureError `export-differs`
 */
export async function packTextLayers(
  { name, labels }: TextSource,
  files: TextLayersFiles,
  golden: readonly GoldenText[],
  difference: number,
  tokenize: string,
  own: Pick<OwnModel, 'kind' | 'trunk' | 'answerer'>,
): Promise<Blob> {
  if (!(difference <= tolerance)) throw new FailureError('export-differs', String(difference));
  const checked = {
    comparedWith: 'the model as it answered in Aprendiz',
    largestDifference: difference,
    labels,
    samples: golden.map(({ text, scores }) => ({ text, scores: [...scores] })),
  };
  const zip = new ZipWriter(new Date());
  for (const [path, bytes] of Object.entries(files)) zip.addBytes(path, bytes);
  const { json: ownJson, bytes } = await packOwnModel({ name, labels, ...own });
  zip.addBytes('labels.json', json(labels));
  zip.addBytes('golden.json', json(checked));
  zip.addBytes('tokenize.js', utf8(tokenize));
  zip.addBytes(ownModelJson, json(ownJson));
  zip.addBytes(ownModelNumbers, bytes);
  zip.addBytes('README.txt', utf8(readme(name, labels, difference)));
  return zip.finish();
}

const readme = (name: string, labels: readonly string[], difference: number) => `${name}

A text classifier made with Aprendiz, as TensorFlow.js layers. It answers: ${labels.join(', ')}.

  import * as tf from '@tensorflow/tfjs';
  import { inputsOf } from './tokenize.js';
  const read = async (file) => (await fetch(file)).json();
  const [labels, tokenizer] = await Promise.all([read('labels.json'), read('tokenizer.json')]);
  const model = await tf.loadLayersModel('model.json');
  const inputs = inputsOf('a text', tokenizer);    // undefined: there is nothing to read in it
  const answer = model.predict(inputs.map((input) => tf.tensor(input)));
  const scores = await answer.data();
  console.log(labels.map((label, i) => [label, scores[i]]));

tokenize.js needs nothing else: it makes a text plain, cuts it into words and looks up their rows,
as tokenizer.json says. Long texts are read up to "window" tokens. golden.json has a few texts and
what the model said of them in Aprendiz; read back from these files and run by TensorFlow.js, no
score differed by more than ${difference.toExponential(1)}. aprendiz.json and aprendiz.bin are the same
model as Aprendiz keeps it: import this zip on the page Teach and it answers there again.

---

Classificador de textos feito no Aprendiz, em camadas do TensorFlow.js; o exemplo acima mostra o uso.
tokenize.js não precisa de mais nada: deixa o texto simples, corta em palavras e procura as linhas
delas, como diz tokenizer.json. Textos longos são lidos até "window" tokens. golden.json traz alguns
textos e o que o modelo disse deles no Aprendiz; lido destes arquivos e rodado pelo TensorFlow.js,
nenhum valor diferiu mais que ${difference.toExponential(1)}. aprendiz.json e aprendiz.bin são o mesmo
modelo como o Aprendiz o guarda: importe este zip na página Ensinar e ele volta a responder lá.
`;
