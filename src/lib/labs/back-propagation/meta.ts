import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'back-propagation',
  title: { en: 'back-propagation', 'pt-BR': 'back-propagation' },
  question: { en: 'Which slope fits best?', 'pt-BR': 'Que inclinação serve melhor?' },
  seeds: [
    {
      deck: '000',
      what: { en: '“Descida do gradiente”.', 'pt-BR': '“Descida do gradiente”.' },
    },
  ],
};
