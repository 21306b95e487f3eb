/**
 * ml5 by its documented flow for data that one brings: neuralNetwork, addData, normalizeData, train, classify. Its
 * ready-made ways with pictures load their networks from other hosts.
 */
import { join } from 'node:path';
import type { Bench } from '../section.ts';
import { installAlone } from '../peers/install.ts';
import type { Embeddings, HeadShape, LayersFit } from './layers-page.ts';

interface NeuralNetwork {
  addData(inputs: readonly number[], outputs: readonly string[]): void;
  normalizeData(): void;
  train(options: Record<string, number>, done: () => void): void;
  classify(inputs: readonly number[]): Promise<readonly { readonly label: string }[]>;
}
interface Ml5Window {
  readonly ml5: {
    /** The TensorFlow.js that it brings; its sketches wait for it in `preload`. */
    readonly tf: { setBackend(name: string): Promise<boolean>; ready(): Promise<void> };
    neuralNetwork(options: Record<string, unknown>): NeuralNetwork;
  };
}

export async function benchMl5(
  bench: Bench,
  embeddings: Embeddings,
  { epochs, batchSize, hidden: hiddenUnits }: HeadShape,
  turns: number,
): Promise<LayersFit> {
  const folder = await installAlone('ml5@1.4.0');
  const page = await bench.page();
  page.setDefaultTimeout(0);
  try {
    // Nothing but its own script, from no host at all.
    const body = '<!doctype html><title>ml5</title>';
    await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body }));
    await page.goto('http://localhost/');
    await page.addScriptTag({ path: join(folder, 'dist', 'ml5.min.js') });
    return await page.evaluate(
      async ({ embeddings, epochs, batchSize, hiddenUnits, turns }) => {
        const { ml5 } = window as unknown as Ml5Window;
        await ml5.tf.setBackend('webgl');
        await ml5.tf.ready();
        const { dimensions } = embeddings;
        const rowsOf = (values: readonly number[], labels: readonly number[]) =>
          labels.map((label, i) => ({
            label: `class-${label}`,
            values: values.slice(i * dimensions, (i + 1) * dimensions),
          }));
        const taught = rowsOf(embeddings.taught, embeddings.taughtLabels);
        const heldOut = rowsOf(embeddings.heldOut, embeddings.heldOutLabels);
        const ms: number[] = [];
        let right = 0;
        for (let turn = 0; turn <= turns; turn++) {
          const network = ml5.neuralNetwork({ task: 'classification', hiddenUnits });
          for (const { values, label } of taught) network.addData(values, [label]);
          network.normalizeData();
          const startedMs = performance.now();
          await new Promise<void>((done) => network.train({ epochs, batchSize }, done));
          if (turn > 0) ms.push(performance.now() - startedMs);
          right = 0;
          for (const { values, label } of heldOut) {
            const [best] = await network.classify(values);
            if (best?.label === label) right++;
          }
        }
        return { ms, accuracy: right / heldOut.length };
      },
      { embeddings, epochs, batchSize, hiddenUnits, turns },
    );
  } finally {
    await page.context().close();
  }
}
