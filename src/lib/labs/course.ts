/** The labs of the course, in its order. A lab is listed when it works; `npm run new:lab` adds one. */
import type { Lab } from '#lib/learn/lab.ts';
import { meta as perceptron } from './perceptron/meta.ts';
import { meta as activations } from './activations/meta.ts';
import { meta as representations } from './representations/meta.ts';
import { meta as gradientDescent } from './gradient-descent/meta.ts';
import { meta as multilayerPerceptron } from './multilayer-perceptron/meta.ts';
import { meta as entropy } from './entropy/meta.ts';
import { meta as backPropagation } from './back-propagation/meta.ts';
import { meta as optimisers } from './optimisers/meta.ts';
import { meta as regularisation } from './regularisation/meta.ts';
import { meta as initialisation } from './initialisation/meta.ts';
import { meta as normalisation } from './normalisation/meta.ts';
import { meta as fashionMnist } from './fashion-mnist/meta.ts';
import { meta as board } from './board/meta.ts';

export const course: readonly Lab[] = [
  { meta: perceptron, load: () => import('./perceptron/Lab.svelte') },
  { meta: activations, load: () => import('./activations/Lab.svelte') },
  { meta: representations, load: () => import('./representations/Lab.svelte') },
  { meta: gradientDescent, load: () => import('./gradient-descent/Lab.svelte') },
  { meta: multilayerPerceptron, load: () => import('./multilayer-perceptron/Lab.svelte') },
  { meta: entropy, load: () => import('./entropy/Lab.svelte') },
  { meta: backPropagation, load: () => import('./back-propagation/Lab.svelte') },
  { meta: optimisers, load: () => import('./optimisers/Lab.svelte') },
  { meta: regularisation, load: () => import('./regularisation/Lab.svelte') },
  { meta: initialisation, load: () => import('./initialisation/Lab.svelte') },
  { meta: normalisation, load: () => import('./normalisation/Lab.svelte') },
  { meta: fashionMnist, load: () => import('./fashion-mnist/Lab.svelte') },
  { meta: board, load: () => import('./board/Lab.svelte') },
];

export const labOf = (id: string): Lab | undefined => course.find(({ meta }) => meta.id === id);
