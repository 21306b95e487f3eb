import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'gradient-descent',
  title: {
    en: 'Logistic regression and gradient descent',
    'pt-BR': 'Regressão logística e descida do gradiente',
  },
  question: {
    en: 'How does a model find better weights when all it feels is the slope under its feet?',
    'pt-BR':
      'Como um modelo acha pesos melhores se tudo o que ele sente é a inclinação sob os pés?',
  },
};
