import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'perceptron',
  title: { en: 'Neuron and perceptron', 'pt-BR': 'Neurônio e perceptron' },
  question: {
    en: 'Shall we go to the park? How does one neuron learn to answer?',
    'pt-BR': 'Vamos ao parque? Como um só neurônio aprende a responder?',
  },
};
