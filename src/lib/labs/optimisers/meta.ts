import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'optimisers',
  title: { en: 'Optimisers', 'pt-BR': 'Otimizadores' },
  question: {
    en: 'The slope is the same for all of them. Who gets down first, and why?',
    'pt-BR': 'A inclinação é a mesma para todos. Quem desce primeiro, e por quê?',
  },
};
