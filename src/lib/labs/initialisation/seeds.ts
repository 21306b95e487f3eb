import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '002',
    what: {
      en: '“Inicialização Xavier (ou Glorot)”: std = gain × √(2/(n_in + n_out)), gain = 1. And the chain ∂C/∂b₁ of four layers of one neuron, whose σ′ make the signal vanish.',
      'pt-BR':
        '“Inicialização Xavier (ou Glorot)”: std = gain × √(2/(n_in + n_out)), gain = 1. E a cadeia ∂C/∂b₁ de quatro camadas de um neurônio, cujos σ′ fazem o sinal desaparecer.',
    },
  },
  {
    deck: '004',
    what: {
      en: '“Vanishing” and “exploding gradient”: the signs to know them by, and ways out (ResNets, ReLU). The slides speak of recurrent networks, which are deep in time; the list holds for depth of any kind. One line reads “gradiente de fuga”: a translation of vanishing gradient.',
      'pt-BR':
        '“Vanishing” e “exploding gradient”: os sinais para reconhecê-los e as saídas (ResNets, ReLU). Os slides falam de redes recorrentes, profundas no tempo; a lista vale para qualquer profundidade. Uma linha diz “gradiente de fuga”: é tradução de vanishing gradient.',
    },
  },
];
