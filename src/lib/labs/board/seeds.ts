import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '003',
    what: {
      en: '“O poder do Tensorboard”. The scan has only the title of this slide; what TensorBoard does is worked out from the program itself.',
      'pt-BR':
        '“O poder do Tensorboard”. Na digitalização só restou o título do slide; o que o TensorBoard faz foi tirado do próprio programa.',
    },
  },
  {
    deck: '000',
    what: {
      en: '“Visualizando o grafo no Tensorboard”, three slides that are pictures: the graph of a model is here under Graph.',
      'pt-BR':
        '“Visualizando o grafo no Tensorboard”, três slides que são figuras: o grafo do modelo está aqui, em Grafo.',
    },
  },
];
