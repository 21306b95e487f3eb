import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '002',
    what: {
      en: '“Métodos adaptativos de gradiente descendente”: SGD, Momentum, Nesterov, AdaGrad, RMSprop, AdaDelta, Adam, with its names for every variable. AdaGrad and RMSprop have ε under the root there; the papers, and Aprendiz when it trains in Teach, add it to the root: a switch shows both. Momentum has α inside v, as here: a rate changed on the way would act later than in v = γ·v + g, θ − α·v. AdaDelta has no rate there; here η multiplies its step and is 1 at first. Its advice, that SGD does best given time but can be stuck at saddle points, is the first task.',
      'pt-BR':
        '“Métodos adaptativos de gradiente descendente”: SGD, Momentum, Nesterov, AdaGrad, RMSprop, AdaDelta e Adam, com os nomes que a aula dá a cada variável. Lá o ε do AdaGrad e do RMSprop fica dentro da raiz; nos artigos, e no Ensinar deste app, ele é somado à raiz: uma chave mostra os dois. No Momentum o α está dentro do v, como aqui: uma taxa trocada no meio do caminho agiria mais tarde do que em v = γ·v + g, θ − α·v. O AdaDelta da aula não tem taxa; aqui um η multiplica o passo e começa em 1. A recomendação de lá, de que o SGD acaba melhor se tiver tempo, mas pode ficar preso em pontos de sela, é a primeira tarefa.',
    },
  },
  {
    deck: '001',
    what: {
      en: '“Adaptive Moment Estimation (Adam)”: Vdw is m, Sdw is v. That slide has no ε, and gives the corrected values the old names, Vdw = Vdw/(1 − β₁ᵗ): they must be new ones, or the next step would correct what is corrected already.',
      'pt-BR':
        '“Adaptive Moment Estimation (Adam)”: Vdw é o m, Sdw é o v. Esse slide não tem ε e dá aos valores corrigidos os nomes antigos, Vdw = Vdw/(1 − β₁ᵗ): precisam ser nomes novos, senão o passo seguinte corrigiria o que já foi corrigido.',
    },
  },
];
