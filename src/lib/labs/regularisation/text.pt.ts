import type { Text } from './text.en.ts';

export const pt: Text = {
  story: [
    'Um modelo com liberdade de sobra passa por todos os pontos que vê, com ruído e tudo. Entre um ponto e outro, faz o que bem entende: decorou os exemplos e não aprendeu a regra que os gerou. Isso é sobreajuste (overfitting), e o sinal é um erro de treino que não para de cair enquanto o erro em pontos nunca vistos sobe.',
    'Regularizar é dificultar o aprendizado de propósito. Uma penalização pergunta a cada peso para que ele serve: a L2 cobra pelo quadrado, então os grandes encolhem primeiro e nenhum chega a sumir; a L1 cobra o mesmo por cada unidade de peso, então o que não vale o preço vai exatamente a 0. A elastic net cobra as duas. O dropout esconde neurônios ao acaso, e nenhum pode depender de um só vizinho. O aumento de dados mostra cada exemplo um pouco diferente a cada vez. A parada antecipada sai antes de aprender o ruído.',
    'Nada disso vale tanto quanto mais dados: com pontos suficientes, não sobra espaço para serpentear. Todo o resto faz as vezes dos pontos que não temos.',
    'Se deu certo, só se sabe por pontos que não ensinaram nada. Os de treino ensinam. Os de validação escolhem: o grau, o λ, a hora de parar; e quem escolhe por eles por muito tempo acaba se ajustando a eles também. O conjunto de teste se abre uma vez, no fim, e o que ele diz se relata, não se melhora.',
  ],
  tasks: {
    overfit: {
      say: 'Faça a curva sobreajustar: erro de validação de pelo menos dez vezes o de treino, e acima de 0,2.',
      seen: 'A curva visita todos os pontos e erra entre eles. Só pelo erro de treino, ela seria a melhor.',
    },
    sparse: {
      say: 'Mantenha o grau 12 e deixe no máximo quatro pesos diferentes de zero além de w₀, com erro de validação abaixo de 0,09. Qual penalização consegue?',
      seen: 'A L1 leva exatamente a 0 o que não vale o preço. A L2 só diminui.',
    },
    honest: {
      say: 'Na rede, mantenha os 40 pontos e o ruído. Chegue à época 200 (ou pare antes) com perda de validação abaixo de 0,42; só então abra o conjunto de teste, uma vez.',
      seen: 'A perda no teste fica perto da de validação. Você olhou uma vez só, então pode acreditar nela.',
    },
  },
  weights: 'pesos w',
  error: 'erro nos pontos',
  lambda: 'λ, quanto a penalização pesa',
  penaltyTerm: 'penalização Ω',
  trainError: 'Erro de treino',
  validationError: 'Erro de validação',
  sumAbsolute: 'Σ|w|',
  sumSquares: 'Σw²',
  zeros: 'Pesos iguais a 0',
  degree: 'Grau',
  penalty: 'Penalização',
  none: 'Nenhuma',
  l1: 'L1',
  l2: 'L2',
  elastic: 'Elastic',
  strength: 'λ',
  count: 'Pontos de treino',
  noise: 'Ruído',
  others: 'Outros pontos',
  add: 'Acrescentar um ponto',
  ownPoints: 'Estes pontos são seus. Arraste-os; toque no plano para criar outro.',
  drawnPoints: 'Arraste qualquer ponto; toque no plano para criar outro.',
  back: 'Voltar aos sorteados',
  picture: (degree, train, validation) =>
    `Uma curva de grau ${degree} por pontos com ruído: erro de treino ${train}, erro de validação ${validation}`,
  point: (place) => `Ponto ${place}`,
  at: (x, y) => `x ${x}, y ${y}`,
  legend: {
    curve: 'o ajuste',
    truth: 'a regra por trás dos pontos',
    train: 'pontos de treino',
    validation: 'pontos de validação',
  },
  bars: 'Os pesos',
  barsLead:
    'Cada barra é um peso, numa escala que mostra juntos os enormes e os minúsculos. Um anel é um peso exatamente 0.',
  bar: (values) => `Pesos: ${values}`,
  degreesTitle: 'Rígida demais, na medida, solta demais',
  degreesLead:
    'Com grau baixo, a curva não consegue acompanhar a regra; com grau alto, acompanha o ruído. O erro de treino não distingue uma coisa da outra.',
  byDegree: 'Erro por grau, com esta penalização',
  degreeName: 'Grau',
  chosen: 'escolhido',
  sequenceTitle: '1, 3, 5, 7, ?',
  sequenceLead:
    'Ache o próximo número. Uma curva de grau 4 passa por 1, 3, 5, 7 e pelo quinto número que você quiser, até 217 341, como diz o meme da aula. Só um deles vem com pesos pequenos: o da reta.',
  next: 'O que vem depois',
  nine: '9',
  meme: '217 341',
  sequencePicture: (next) =>
    `Uma curva de grau 4 por (1, 1), (2, 3), (3, 5), (4, 7) e (5, ${next})`,
  coefficient: (power) => ['w₀', 'w₁ (x)', 'w₂ (x²)', 'w₃ (x³)', 'w₄ (x⁴)'][power]!,
  networkTitle: 'O mesmo numa rede',
  networkLead:
    'Duas camadas ocultas de 32 neurônios, 1.185 parâmetros, e 40 pontos com ruído para aprender. Rode assim mesmo e veja as duas perdas se separarem; depois recomece com algo que a segure.',
  set: 'Pontos',
  sets: {
    line: 'Dois lados',
    gaussians: 'Duas nuvens',
    xor: 'XOR',
    circles: 'Círculos',
    moons: 'Luas',
    spiral: 'Espiral',
  },
  l1Strength: 'L1, λ₁',
  l2Strength: 'L2, λ₂',
  dropout: 'Dropout',
  jitter: 'Aumento de dados: tremor',
  stop: 'Parada antecipada',
  stopNote: 'Depois de 60 épocas sem perda de validação menor, volta à melhor.',
  off: 'desligado',
  epoch: (count) => `época ${count}`,
  epochName: 'Época',
  field: (train, validation) =>
    `O que a rede diz de cada lugar do plano, e os pontos de treino: perda de treino ${train}, perda de validação ${validation}`,
  losses: 'Perda por época',
  train: 'Treino',
  validation: 'Validação',
  test: 'Teste',
  kept: 'guardada',
  lowest: 'menor',
  histogram: 'Pesos da rede',
  histogramWords: (spread, zeros, total) =>
    `Dispersão ${spread}; ${zeros} de ${total} são exatamente 0.`,
  right: (share) => `${share} de acertos`,
  loss: 'perda',
  setsTitle: 'Três conjuntos, três papéis',
  roles: {
    train: 'Com estes se aprendem os pesos. Erro baixo aqui só prova que eles foram lembrados.',
    validation:
      'Por estes se escolhe: grau, λ, dropout, a hora de parar. Cada escolha deixa vazar um pouco deles para o modelo.',
    test: 'Por estes não se escolhe nada. Olhe quando tudo estiver decidido e relate o que viu.',
  },
  covered: 'Coberto',
  open: 'Abrir o conjunto de teste',
  cover: 'Ele se cobre de novo assim que a rede continua.',
  looks: (count) =>
    count === 0
      ? 'Você ainda não olhou.'
      : count === 1
        ? 'Você olhou uma vez.'
        : `Você olhou ${count} vezes: a cada olhada, ele vira um pouco mais um conjunto de validação.`,
};
