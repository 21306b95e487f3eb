import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'multilayer-perceptron',
  title: { en: 'Multilayer perceptron', 'pt-BR': 'Perceptron multicamadas' },
  question: {
    en: 'How do neurons that can each draw one line draw a spiral together?',
    'pt-BR': 'Como neurônios que só sabem traçar uma reta traçam, juntos, uma espiral?',
  },
};
