import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'fashion-mnist',
  title: { en: 'Fashion-MNIST', 'pt-BR': 'Fashion-MNIST' },
  question: {
    en: 'Can a network learn to tell a shirt from a T-shirt, here, in a minute?',
    'pt-BR': 'Uma rede aprende a distinguir camisa de camiseta, aqui, em um minuto?',
  },
};
