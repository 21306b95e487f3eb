import type { LabMeta } from '#lib/learn/lab.ts';

export const meta: LabMeta = {
  id: 'fashion-mnist',
  title: { en: 'Fashion-MNIST', 'pt-BR': 'Fashion-MNIST' },
  question: {
    en: 'Can a network learn to tell a shirt from a T-shirt, here, in a minute?',
    'pt-BR': 'Uma rede aprende a distinguir camisa de camiseta, aqui, em um minuto?',
  },
  seeds: [
    {
      deck: '000',
      what: {
        en: '“Fashion MNIST”: 60,000 pictures to learn from, 10,000 to test on, 28 × 28 greys, 10 classes; a recipe of DFN, cross-entropy and SGD (“Receita para aprendizado de máquina”). The scan reads “MINIST” and “sandilia”.',
        'pt-BR':
          '“Fashion MNIST”: 60 mil imagens de treino, 10 mil de teste, 28 × 28 tons de cinza, 10 classes; a receita de DFN, entropia cruzada e SGD (“Receita para aprendizado de máquina”). No texto digitalizado lê-se “MINIST” e “sandilia”.',
      },
    },
  ],
};
