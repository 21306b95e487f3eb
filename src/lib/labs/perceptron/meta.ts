import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'perceptron',
  title: { en: 'perceptron', 'pt-BR': 'perceptron' },
  question: { en: 'Which slope fits best?', 'pt-BR': 'Que inclinação serve melhor?' },
  seeds: [
    {
      deck: '000',
      what: { en: '“Descida do gradiente”.', 'pt-BR': '“Descida do gradiente”.' },
    },
  ],
};
