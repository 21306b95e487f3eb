import type { Text } from './text.en.ts';

export const pt: Text = {
  story: [
    'O que acontece com probabilidade p surpreende log 1/p quando acontece. A entropia é a surpresa esperada: nenhuma para o que é certo, máxima para uma moeda honesta. Em base 2, ela conta quantas perguntas de sim ou não são necessárias em média.',
    'Se o mundo segue p mas você acredita em q, a sua surpresa é log 1/q. Em média, isso é a entropia cruzada, que nunca fica abaixo da entropia: o excesso é a divergência de Kullback–Leibler, o preço de acreditar na coisa errada. Na figura, é o vão entre a curva e a tangente em q. Não é uma distância: de p a q é uma, de q a p é outra. E quem chama de impossível o que acontece paga sem fim.',
    'H(p) é do mundo; nenhuma crença a muda. Então quem diminui a entropia cruzada só consegue fazer isso diminuindo a divergência. Aperte Rodar e veja q ir até p: é isso que o treino de um classificador faz.',
    'E a verossimilhança? Uma moeda que dá cara com probabilidade θ produz os seus lances com probabilidade θ·θ·(1 − θ)… A média do logaritmo disso é ℒ(θ). Por extenso, é a mesma soma da entropia cruzada média J(θ), com o sinal trocado. A imagem no espelho tem o vale onde a outra tem o topo: minimizar uma é maximizar a outra.',
  ],
  tasks: {
    pair: {
      say: 'O segundo par da aula se perdeu. Ache p e q, diferentes, com divergência de 0,04 bit.',
      seen: 'Há muitos: quando estão perto, quase não custa acreditar em um no lugar do outro.',
    },
    infinite: {
      say: 'Faça a divergência de p para q ser infinita, com a de q para p ainda finita.',
      seen: 'q chama de impossível o que p deixa acontecer. No sentido contrário, p só desperdiça probabilidade.',
    },
    best: {
      say: 'Jogue a sua própria moeda (mude um lance) e ache o θ que torna os seus lances mais prováveis.',
      seen: 'É a fração de caras; e ali a entropia cruzada é mínima, igual à entropia dos seus lances.',
    },
  },
  p: 'mundo p',
  q: 'crença q',
  h: 'entropia H(p)',
  k: 'divergência D(p‖q)',
  c: 'entropia cruzada CE(p, q)',
  j: 'custo J(θ)',
  l: 'log-verossimilhança ℒ(θ)',
  pSlider: 'p: com que frequência acontece',
  qSlider: 'q: com que frequência você acredita',
  base: 'Logaritmo',
  basesNamed: { '2': 'base 2, bits', e: 'base e, nats', '10': 'base 10' },
  lecture: 'O par da aula',
  curve: (p, q, h, k) =>
    `Curva da entropia sobre a probabilidade. Em p = ${p} ela vale ${h}; a tangente em q = ${q} passa acima dela por uma divergência de ${k}`,
  handleAt: (name, value) => `${name} ${value}`,
  xName: 'probabilidade',
  yNames: { '2': 'bits', e: 'nats', '10': 'base 10' },
  tangent: 'CE(·, q)',
  bars: 'Entropia mais divergência dá a entropia cruzada, nos dois sentidos',
  finite:
    'Nada do que acontece para um é impossível para o outro: as duas divergências são finitas.',
  infinite: (share) =>
    `q diz “nunca” a algo que acontece ${share} das vezes: a surpresa não tem limite, e a divergência também não.`,
  onlyBack: 'p diz “nunca” a algo em que q acredita: D(q‖p) não tem limite, D(p‖q) tem.',
  sameNote: 'p e q são iguais: acreditar em q não custa nada.',
  numbers: {
    pair: 'p e q',
    hp: 'entropia H(p)',
    hq: 'entropia H(q)',
    kl: 'divergência D(p‖q)',
    lk: 'no outro sentido, D(q‖p)',
    ce: 'entropia cruzada CE(p, q)',
  },
  likelihood: {
    title: 'A verossimilhança e sua imagem no espelho',
    lead: 'Uma moeda foi lançada. Toque num lance para virá-lo; mexa em θ, a probabilidade de cara segundo o modelo.',
    flip: (place, side) => `Lance ${place}: ${side}`,
    heads: 'cara',
    tails: 'coroa',
    headLetter: 'C',
    tailLetter: 'K',
    more: 'Mais um',
    fewer: 'Menos um',
    theta: 'θ: probabilidade de cara segundo o modelo',
    handle: 'θ no custo',
    plane: (theta, j, l) =>
      `Custo e log-verossimilhança média sobre θ, imagens espelhadas em torno de 0; em θ = ${theta} valem ${j} e ${l}`,
    likelihoodOf: 'verossimilhança dos lances',
    logOf: 'log-verossimilhança média ℒ(θ)',
    costOf: 'entropia cruzada média J(θ)',
    sum: 'J(θ) + ℒ(θ)',
    best: 'melhor θ, a fração de caras',
    legend: { j: 'J(θ)', l: 'ℒ(θ)', area: 'verossimilhança, fora de escala' },
    summit: 'topo e vale',
  },
};
