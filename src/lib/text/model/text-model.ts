/** A text model, ready to read. Runs in a worker, or wherever its kernels run. */
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import type { TextScore } from '#lib/text/reading.ts';
import type { Tokenizer } from '#lib/text/units/tokens.ts';
import { checkTextModel } from './check.ts';
import { EmbeddingTable } from './embedding.ts';
import type { TextModelData } from './load.ts';
import { Network } from './network.ts';
import { rankedScores } from './scores.ts';
import { TextReader, type Readable } from './text-reader.ts';

export class TextModel implements Readable {
  readonly id: string;
  /** In the order of the logits; empty of an encoder. */
  readonly labels: readonly string[];
  readonly temperature: number;
  readonly window: number;
  /** Of its numbers as served; what the kernels made of them is theirs to tell. */
  readonly bytes: number;
  readonly tokenizer: Tokenizer;
  readonly embedding: EmbeddingTable;
  readonly network: Network;

  private constructor({ file, bytes }: TextModelData, kernels: RecurrentKernels) {
    this.tokenizer = checkTextModel(file, bytes.byteLength);
    this.id = file.id;
    this.labels = file.labels;
    this.temperature = file.temperature;
    this.window = file.window;
    this.bytes = bytes.byteLength;
    this.embedding = new EmbeddingTable(file.embedding, bytes);
    this.network = new Network(file, bytes, kernels);
  }

  /** @throws FailureError `model-corrupt` */
  static open(data: TextModelData, kernels: RecurrentKernels): TextModel {
    return new TextModel(data, kernels);
  }

  /** For a text that changes: what was read before and is still its beginning is not read again. */
  reader(): TextReader {
    return new TextReader(this);
  }

  /** Every label, best first. */
  scores(logits: Float32Array): TextScore[] {
    return rankedScores(logits, this.labels, this.temperature);
  }

  /** The vector of a text, of a model without labels. */
  async embed(text: string, signal?: AbortSignal): Promise<Float32Array> {
    return (await this.reader().read(text, signal)).logits;
  }

  dispose(): void {
    this.network.dispose();
  }
}
