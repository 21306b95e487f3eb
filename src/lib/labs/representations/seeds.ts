import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '000',
    what: {
      en: '“Espaço de representação: problemas”, figure 1. The scan reads “Transformagdo @”: it is “Transformação Φ possibilita classificação por classificador linear”, after Goodfellow, Bengio and Courville, whose example is Cartesian against polar coordinates. The picture itself is not in the text; the rings here are that example.',
      'pt-BR':
        '“Espaço de representação: problemas”, figura 1. O texto digitalizado traz “Transformagdo @”: é “Transformação Φ possibilita classificação por classificador linear”, segundo Goodfellow, Bengio e Courville, cujo exemplo são coordenadas cartesianas e polares. A figura não está no texto; os anéis daqui são esse exemplo.',
    },
  },
  {
    deck: '000',
    what: {
      en: '“Transformações não-lineares: podem ajudar, mas como escolher?” The third task asks just that; a network answers it in the lab of the multilayer perceptron.',
      'pt-BR':
        '“Transformações não-lineares: podem ajudar, mas como escolher?” A terceira tarefa pergunta isso mesmo; uma rede responde no laboratório do perceptron multicamadas.',
    },
  },
];
