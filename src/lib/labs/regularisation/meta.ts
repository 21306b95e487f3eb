import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'regularisation',
  title: { en: 'Overfitting and regularisation', 'pt-BR': 'Sobreajuste e regularização' },
  question: {
    en: 'How does a model learn the rule instead of learning its examples by heart?',
    'pt-BR': 'Como um modelo aprende a regra em vez de decorar os exemplos?',
  },
};
