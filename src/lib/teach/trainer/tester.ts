/** Answers frames with the head in use. */
import { stillFrame, type LiveCounters } from '#lib/vision/live-loop.ts';
import { CoveredImage } from '#lib/vision/covered-image.ts';
import { occlusionMap } from '#lib/vision/explain.ts';
import type { HeatMap } from '#lib/vision/prediction.ts';
import { frameSize, type Frame } from '#lib/vision/preprocess/frame.ts';
import { Answering } from './answering.ts';
import type { Answerer, TestResult } from './protocol.ts';
import type { Sight } from './sight.ts';

const nothing = new Float32Array(0);

export class Tester {
  readonly #sight: Sight;
  #answering: Answering | undefined;

  constructor(sight: Sight) {
    this.#sight = sight;
  }

  /** Answers with this head from the next frame on. */
  async answerWith(answerer: Answerer): Promise<void> {
    await this.#sight.turn(async () => {
      const before = this.#answering;
      this.#answering = new Answering(answerer, this.#sight.trunk);
      before?.dispose();
      if (before?.extractor || this.#answering.extractor) this.#sight.settle();
      return Promise.resolve();
    });
  }

  /** A live frame. */
  test(frame: Frame, counters: LiveCounters): Promise<TestResult> {
    return this.#look(frame, counters);
  }

  /** A picture that stands still; its embedding is the trunk's whoever answers. */
  async look(image: ImageBitmap): Promise<TestResult> {
    const result = await this.#look(image, stillFrame);
    if (result.embedding.length > 0) return result;
    return { ...result, embedding: (await this.#sight.see(image)).embedding };
  }

  /** Where the picture speaks for the class: covered places that cost it its score. */
  explain(
    image: ImageBitmap,
    classId: string,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<HeatMap> {
    const covered = new CoveredImage(image);
    const scoreWithout: Parameters<typeof occlusionMap>[2] = async (patch) => {
      const bitmap = covered.without(patch);
      try {
        const { scores } = await this.#look(bitmap, stillFrame);
        return scores.find((one) => one.classId === classId)?.score ?? 0;
      } finally {
        bitmap.close();
      }
    };
    return occlusionMap(classId, covered, scoreWithout, { onProgress, signal });
  }

  async #look(frame: Frame, { transfer, dropped, frames }: LiveCounters): Promise<TestResult> {
    const { width, height } = frameSize(frame);
    let answering: Answering | undefined;
    // Chosen when its turn has come: another head may have taken over while the frame waited.
    const seen = await this.#sight.see(frame, () => (answering = this.#answering)?.extractor);
    const answeredMs = performance.now();
    const answer = answering?.answer(seen.embedding) ?? { scores: [], distance: NaN };
    return {
      ...answer,
      embedding: answering?.extractor ? nothing : seen.embedding,
      times: {
        transfer,
        preprocess: seen.preprocessMs,
        infer: seen.inferMs,
        post: performance.now() - answeredMs,
      },
      memory: seen.memory,
      dropped,
      frames,
      width,
      height,
    };
  }
}
