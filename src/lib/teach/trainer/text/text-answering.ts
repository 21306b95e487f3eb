/** The answers of a tester of texts: a head, with what a run has trained below it. */
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import { readMany } from '#lib/text/model/read-many.ts';
import { TextModel } from '#lib/text/model/text-model.ts';
import { Predictor } from '../../heads/predict.ts';
import { distanceTo } from '../../score/open-set.ts';
import { moved, strangenessOf, type Listed } from '../../score/writing.ts';
import type { Answerer, ClassScore } from '../protocol.ts';
import type { TextTail } from '../tail.ts';
import { BagReader, wordsOf } from './bag.ts';
import { unit } from './unit.ts';

/** A piece of a text: UTF-16 units, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Typed {
  readonly vector: Float32Array;
  /** Tokens that were read. */
  readonly tokens: number;
}

/** What stands below a head: the trunk, or what a run has made. */
export interface Below {
  /** For a text that is typed: what is known of its beginning is not read again. */
  typed(text: string): Promise<Typed>;
  /** Many texts at once. */
  many(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  spans(text: string): readonly Span[];
  dispose(): void;
}

/** A model that embeds. @param scaled to unit length, as the trunk's embeddings are */
export function modelBelow(model: TextModel, scaled: boolean): Below {
  const reader = model.reader();
  const shaped = scaled ? unit : (vector: Float32Array) => vector;
  return {
    typed: async (text) => {
      const { logits, windows } = await reader.read(text);
      const tokens = windows.reduce((sum, { from, to }) => sum + to - from, 0);
      return { vector: shaped(logits), tokens };
    },
    many: async (texts, signal) => {
      const vectors: Float32Array[] = [];
      for await (const some of readMany(model, texts, signal)) vectors.push(...some.map(shaped));
      return vectors;
    },
    spans: (text) => {
      const { starts, ends } = model.tokenizer.tokenize(text);
      return starts.map((start, i) => ({ start, end: ends[i]! }));
    },
    dispose: () => model.dispose(),
  };
}

function bagBelow(reader: BagReader): Below {
  return {
    typed: (text) => Promise.resolve({ vector: reader.embed(text), tokens: wordsOf(text).length }),
    many: (texts) => Promise.resolve(texts.map((text) => reader.embed(text))),
    spans: wordsOf,
    dispose: () => undefined,
  };
}

/** @throws RangeError where the tail sees pictures */
function tailBelow(tail: TextTail, kernels: RecurrentKernels): Below {
  return tail.kind === 'bag-of-words'
    ? bagBelow(new BagReader(tail.bag))
    : modelBelow(TextModel.open({ file: tail.file, bytes: tail.weights }, kernels), false);
}

export class TextAnswering {
  /** Absent where the trunk's own embedding is answered from. */
  readonly below: Below | undefined;
  readonly #answerer: Answerer;
  readonly #predictor: Predictor;

  constructor(answerer: Answerer, kernels: RecurrentKernels) {
    const { tail } = answerer;
    if (tail && tail.kind !== 'text-model' && tail.kind !== 'bag-of-words') {
      throw new RangeError(`a ${tail.kind} reads no texts`);
    }
    this.#answerer = answerer;
    this.#predictor = new Predictor(answerer.head);
    this.below = tail && tailBelow(tail, kernels);
  }

  /** Best first. @param vector of `below`, or of the trunk */
  scores(vector: Float32Array): readonly ClassScore[] {
    const scores = this.#predictor.scores(vector);
    return this.#answerer.head.classes
      .map((classId, i): ClassScore => ({ classId, score: scores[i] ?? 0 }))
      .sort((a, b) => b.score - a.score);
  }

  /** Of one class, 0..1. */
  scoreOf(classId: string, vector: Float32Array): number {
    const place = this.#answerer.head.classes.indexOf(classId);
    return this.#predictor.scores(vector)[place] ?? 0;
  }

  /** @param embedding the trunk's. @param listed words that the trunk knows */
  distance(embedding: Float32Array, text: string, listed: Listed): number {
    const { familiarity, writing } = this.#answerer;
    if (!familiarity) return NaN;
    const distance = distanceTo(familiarity, embedding);
    return writing ? moved(distance, strangenessOf(writing, text, listed)) : distance;
  }
}
