import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'activations',
  title: { en: 'Activations', 'pt-BR': 'Funções de ativação' },
  question: {
    en: 'What bends the sum of a neuron, and what is left of a gradient after ten bends?',
    'pt-BR': 'O que curva a soma de um neurônio, e o que sobra do gradiente depois de dez curvas?',
  },
};
