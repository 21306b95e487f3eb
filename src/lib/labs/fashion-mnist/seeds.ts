import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '000',
    what: {
      en: '“Fashion MNIST”: 60,000 pictures to learn from, 10,000 to test on, 28 × 28 greys, 10 classes; a recipe of DFN, cross-entropy and SGD (“Receita para aprendizado de máquina”). The scan reads “MINIST” and “sandilia”.',
      'pt-BR':
        '“Fashion MNIST”: 60 mil imagens de treino, 10 mil de teste, 28 × 28 tons de cinza, 10 classes; a receita de DFN, entropia cruzada e SGD (“Receita para aprendizado de máquina”). No texto digitalizado lê-se “MINIST” e “sandilia”.',
    },
  },
];
