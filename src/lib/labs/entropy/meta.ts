import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'entropy',
  title: { en: 'Entropy and likelihood', 'pt-BR': 'Entropia e verossimilhança' },
  question: {
    en: 'How wrong is a probability, and why does a network minimise cross-entropy?',
    'pt-BR': 'Quanto erra uma probabilidade, e por que a rede minimiza a entropia cruzada?',
  },
};
