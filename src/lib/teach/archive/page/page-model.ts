/** The model of an HTML file at work, with the app's own code on whatever backend is open. */
import { tensor4d } from '@tensorflow/tfjs-core';
import { buildGraph, type LoadedGraph } from '#lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '#lib/engine/graph/run.ts';
import { poolMap } from '#lib/vision/pooling.ts';
import type { PlanarImage } from '#lib/vision/preprocess/planes.ts';
import { Sampler } from '#lib/vision/preprocess/sampler.ts';
import { Predictor } from '../../heads/predict.ts';
import { distanceTo } from '../../score/open-set.ts';
import type { PageContent, PageNetwork } from './content.ts';
import type { PageAnswer } from './frame.ts';

export class PageModel {
  readonly #content: PageContent;
  readonly #networks: readonly OpenNetwork[];
  readonly #predictor: Predictor;

  constructor(content: PageContent) {
    this.#content = content;
    this.#networks = content.networks.map((network) => new OpenNetwork(network, content.pooling));
    this.#predictor = new Predictor(content.head);
  }

  async answer(image: PlanarImage): Promise<PageAnswer> {
    const rows = [];
    for (const network of this.#networks) rows.push(await network.embed(image));
    const embedding = new Float32Array(this.#content.head.dimensions);
    let at = 0;
    for (const row of rows) {
      embedding.set(row, at);
      at += row.length;
    }
    const { familiarity, unknownFrom } = this.#content;
    const unknown =
      familiarity !== undefined &&
      unknownFrom !== undefined &&
      distanceTo(familiarity, embedding) > unknownFrom;
    return { scores: this.#predictor.scores(embedding), unknown };
  }

  dispose(): void {
    for (const network of this.#networks) network.dispose();
  }
}

class OpenNetwork {
  readonly #graph: LoadedGraph;
  readonly #sampler: Sampler;
  readonly #pooling: PageContent['pooling'];
  readonly #pixels: Float32Array;
  readonly #size: number;

  constructor({ graph, input, weights }: PageNetwork, pooling: PageContent['pooling']) {
    const numbers = weights instanceof Float32Array ? weights : weights.slice().buffer;
    this.#graph = buildGraph(graph, numbers);
    this.#sampler = new Sampler(input);
    this.#pooling = pooling;
    this.#size = input.size;
    this.#pixels = new Float32Array(input.size * input.size * 3);
  }

  async embed(image: PlanarImage): Promise<Float32Array> {
    this.#sampler.sample(image, this.#pixels);
    const input = tensor4d(this.#pixels.slice(), [1, this.#size, this.#size, 3]);
    const { embedding } = runGraph(this.#graph, input, ['embedding']);
    try {
      const map = new Float32Array(await embedding.data<'float32'>());
      if (this.#pooling === 'none') return map;
      const channels = embedding.shape[3];
      const row = new Float32Array(2 * channels);
      poolMap(map, channels, row);
      return row;
    } finally {
      embedding.dispose();
      input.dispose();
    }
  }

  dispose(): void {
    disposeGraph(this.#graph);
  }
}
