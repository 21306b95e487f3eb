/** The answers of a tester: a head, with the network below it where a run has trained one. */
import type { Trunk } from '#lib/vision/trunk.ts';
import { Predictor } from '../heads/predict.ts';
import { distanceTo } from '../score/open-set.ts';
import { openExtractor, pictureTail } from './extractor.ts';
import type { Answerer, ClassScore } from './protocol.ts';
import type { Extractor } from './sight.ts';

export class Answering {
  /** Absent where the trunk's own embedding is answered from. */
  readonly extractor: Extractor | undefined;
  readonly #answerer: Answerer;
  readonly #predictor: Predictor;

  constructor(answerer: Answerer, trunk: Trunk) {
    this.#answerer = answerer;
    this.#predictor = new Predictor(answerer.head);
    const tail = pictureTail(answerer);
    this.extractor = tail && openExtractor(tail, trunk);
  }

  /** @param embedding of the extractor, or of the trunk. */
  answer(embedding: Float32Array<ArrayBuffer>): {
    readonly scores: readonly ClassScore[];
    readonly distance: number;
  } {
    const { head, familiarity } = this.#answerer;
    const scores = this.#predictor.scores(embedding);
    return {
      scores: head.classes
        .map((classId, i): ClassScore => ({ classId, score: scores[i] ?? 0 }))
        .sort((a, b) => b.score - a.score),
      distance: familiarity ? distanceTo(familiarity, embedding) : NaN,
    };
  }

  dispose(): void {
    this.extractor?.dispose();
  }
}
