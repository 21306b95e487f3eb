import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '003',
    what: {
      en: '“Neurônios Digitais” and “Dados de treino”: the six rows, x₁ the weather, x₂ the money; weights 0, bias fixed at 0, threshold t = 0, error (output − Y)². The scan lost the formulas and every picture of the training, so the weights here follow from the rule alone; the learning rate, which the slides do not give, begins at 1.',
      'pt-BR':
        '“Neurônios Digitais” e “Dados de treino”: as seis linhas, x₁ o clima, x₂ o dinheiro; pesos 0, viés fixo em 0, limiar t = 0, erro (output − Y)². A digitalização perdeu as fórmulas e todas as figuras do treino, então aqui os pesos saem só da regra; a taxa de aprendizado, que os slides não dão, começa em 1.',
    },
  },
  {
    deck: '003',
    what: {
      en: 'The last two slides ask (−1, 1) and print Y = 1. After training the sum there is exactly 0. This lab begins with “1 only if s > 0”, as in Nielsen’s book that the deck cites, and answers 0; with “1 if s ≥ 0” the same weights answer 1, as printed. The switch is among the settings.',
      'pt-BR':
        'Os dois últimos slides perguntam (−1, 1) e trazem Y = 1. Depois do treino, a soma nesse ponto é exatamente 0. Este laboratório começa com “1 só se s > 0”, como no livro de Nielsen citado na aula, e responde 0; com “1 se s ≥ 0” os mesmos pesos respondem 1, como está impresso. A chave fica nos ajustes.',
    },
  },
];
