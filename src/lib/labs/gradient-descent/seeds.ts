import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '000',
    what: {
      en: '“Descida do gradiente”, “estocástica”, “em lote” (mini-batch) and “época”. The scan loses signs and superscripts: the rule is θ new = θ old − α·∇J(θ), and the mini-batch sum is a mean, (1/m)·Σ L. Where the slide picks any example, the lab shuffles all of them and takes each once an epoch.',
      'pt-BR':
        '“Descida do gradiente”, “estocástica”, “em lote” (mini-batch) e “época”. A digitalização perde sinais e expoentes: a regra é θ novo = θ velho − α·∇J(θ), e a soma do mini-batch é uma média, (1/m)·Σ L. Onde o slide escolhe um exemplo qualquer, aqui embaralhamos todos e cada um entra uma vez por época.',
    },
  },
  {
    deck: '001',
    what: {
      en: '“Regressão logística”, h(x) = σ(w·x + b), and “Gradiente descendente”. The slide of back-propagation writes L = −y·log ŷ + (1 − y)·log(1 − ŷ): its second minus is missing; here L = −y·log ŷ − (1 − y)·log(1 − ŷ).',
      'pt-BR':
        '“Regressão logística”, h(x) = σ(w·x + b), e “Gradiente descendente”. O slide da retropropagação escreve L = −y·log ŷ + (1 − y)·log(1 − ŷ): falta o segundo sinal de menos; aqui L = −y·log ŷ − (1 − y)·log(1 − ŷ).',
    },
  },
];
