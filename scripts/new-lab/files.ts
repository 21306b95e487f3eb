/** The first lab of its kind: a line through the origin, its slope under your hand. Everything a lab needs is in it. */
export const labFiles = (id: string): Readonly<Record<string, string>> => ({
  'maths.ts': `/** y = w·x, and how far it is from the points. Pure. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export const points: readonly Point[] = [
  { x: -2, y: -1 },
  { x: 1, y: 0.5 },
  { x: 2, y: 1 },
];

/** Mean squared error of the line y = w·x. */
export const meanSquaredError = (w: number, of: readonly Point[] = points): number =>
  of.reduce((sum, { x, y }) => sum + (w * x - y) ** 2, 0) / of.length;

/** One step of gradient descent: ∂E/∂w = 2·mean((w·x − y)·x). */
export const descend = (w: number, rate: number, of: readonly Point[] = points): number =>
  w - rate * of.reduce((sum, { x, y }) => sum + (2 * (w * x - y) * x) / of.length, 0);
`,
  'maths.test.ts': `import { expect, it } from 'vitest';
import { descend, meanSquaredError, points } from './maths.ts';

it('descends to the slope that the points lie on', () => {
  expect(meanSquaredError(0.5)).toBe(0);
  let w = 0;
  for (let i = 0; i < 50; i++) w = descend(w, 0.1);
  expect(w).toBeCloseTo(0.5, 6);
});

it('moves against the gradient as finite differences give it', () => {
  const h = 1e-6;
  const slope = (meanSquaredError(2 + h) - meanSquaredError(2 - h)) / (2 * h);
  expect(descend(2, 0.1)).toBeCloseTo(2 - 0.1 * slope, 6);
  expect(points).toHaveLength(3);
});
`,
  'meta.ts': `import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: '${id}',
  title: { en: '${id}', 'pt-BR': '${id}' },
  question: { en: 'Which slope fits best?', 'pt-BR': 'Que inclinação serve melhor?' },
};
`,
  'seeds.ts': `import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '000',
    what: { en: '“Descida do gradiente”.', 'pt-BR': '“Descida do gradiente”.' },
  },
];
`,
  'formulas.tex': `# line
\\hat{y} = \\term{w}{w}\\,\\term{x}{x}

# error
\\term{e}{E} = \\frac{1}{n}\\sum_i (\\term{w}{w}\\,\\term{x}{x_i} - y_i)^2
`,
  'text.en.ts': `export const en = {
  story: ['The line turns until it is as near to the points as it can be.'],
  tasks: {
    fit: { say: 'Find the slope with an error of 0.', seen: 'All three points lie on the line.' },
    step: { say: 'Take ten steps.', seen: 'Each step is smaller than the last.' },
    far: { say: 'Make the error greater than 10.', seen: 'It grows with the square of the slope.' },
  },
  w: 'slope w',
  x: 'input x',
  e: 'error E',
  rate: 'Learning rate',
  picture: (w: string) => \`Three points and a line of slope \${w}\`,
};

export type Text = typeof en;
`,
  'text.pt.ts': `import type { Text } from './text.en.ts';

export const pt: Text = {
  story: ['A reta gira até ficar o mais perto dos pontos que consegue.'],
  tasks: {
    fit: { say: 'Ache a inclinação com erro 0.', seen: 'Os três pontos estão sobre a reta.' },
    step: { say: 'Dê dez passos.', seen: 'Cada passo é menor que o anterior.' },
    far: { say: 'Faça o erro passar de 10.', seen: 'Ele cresce com o quadrado da inclinação.' },
  },
  w: 'inclinação w',
  x: 'entrada x',
  e: 'erro E',
  rate: 'Taxa de aprendizado',
  picture: (w: string) => \`Três pontos e uma reta de inclinação \${w}\`,
};
`,
  'Lab.svelte': `<script lang="ts">
  import Coordinates from '#lib/charts/Coordinates.svelte';
  import { formatNumber } from '#lib/i18n/number.ts';
  import { number } from '#lib/learn/fields.ts';
  import Formula from '#lib/learn/Formula.svelte';
  import LabFrame from '#lib/learn/LabFrame.svelte';
  import { LabState } from '#lib/learn/lab-state.svelte.ts';
  import { Player } from '#lib/learn/player.svelte.ts';
  import { inLanguage } from '#lib/learn/text.ts';
  import Slider from '#lib/ui/Slider.svelte';
  import formulas from './formulas.tex';
  import { descend, meanSquaredError, points } from './maths.ts';
  import { meta } from './meta.ts';
  import { seeds } from './seeds.ts';
  import { en } from './text.en.ts';
  import { pt } from './text.pt.ts';

  const text = $derived(inLanguage({ en, 'pt-BR': pt }));
  const lab = new LabState({
    w: number({ least: -3, most: 3, initial: 0 }),
    rate: number({ least: 0.01, most: 0.5, initial: 0.1 }),
  });
  const player = new Player({
    step: () => void (lab.values.w = descend(lab.values.w, lab.values.rate)),
    reset: () => (lab.values.w = 0),
  });
  const error = $derived(meanSquaredError(lab.values.w));
  const w = $derived(formatNumber(lab.values.w, 3));
</script>

<LabFrame
  {meta}
  {seeds}
  {text}
  {lab}
  {player}
  mostSpeed={20}
  checks={{ fit: error < 1e-4, step: player.steps >= 10, far: error > 10 }}
  terms={[
    { key: 'w', name: text.w, value: w },
    { key: 'x', name: text.x },
    { key: 'e', name: text.e, value: formatNumber(error, 4) },
  ]}
  numbers={[
    { key: 'w', name: text.w, value: w, term: 'w' },
    { key: 'error', name: text.e, value: formatNumber(error, 4), term: 'e' },
  ]}
>
  {#snippet picture()}
    <Coordinates label={text.picture(w)} xLimits={[-3, 3]} yLimits={[-3, 3]}>
      {#snippet children({ x, y })}
        <line
          x1={x(-3)}
          y1={y(-3 * lab.values.w)}
          x2={x(3)}
          y2={y(3 * lab.values.w)}
          stroke="var(--class-1)"
          stroke-width="3"
        />
        {#each points as point (point.x)}
          <circle cx={x(point.x)} cy={y(point.y)} r="6" fill="var(--ink)" />
        {/each}
      {/snippet}
    </Coordinates>
  {/snippet}
  {#snippet controls()}
    <Slider label={text.w} min={-3} max={3} step={0.01} bind:value={lab.values.w} format={(value) => formatNumber(value, 2)} />
    <Slider label={text.rate} min={0.01} max={0.5} step={0.01} bind:value={lab.values.rate} format={(value) => formatNumber(value, 2)} />
  {/snippet}
  {#snippet formula()}
    <Formula formula={formulas.line!} />
    <Formula formula={formulas.error!} />
  {/snippet}
</LabFrame>
`,
});
