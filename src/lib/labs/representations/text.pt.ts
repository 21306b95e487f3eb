import type { Text } from './text.en.ts';

export const pt: Text = {
  story: [
    'Um classificador linear só tem uma reta. À esquerda, pede-se a ela que separe dois anéis e, faça o que fizer, metade de um anel fica do lado errado. Não é falta de treino: a reta desenhada é a melhor que a regressão logística encontra, treinada de novo a cada imagem. Simplesmente não há reta que sirva.',
    'Então deixe a reta em paz e mova os pontos. Uma transformação φ dá a cada ponto (x₁, x₂) dois números novos, u e v, e o coloca ali. Descrito pela distância ao centro e pelo ângulo, um anel vira uma faixa, e a reta passa folgada entre as faixas.',
    'Agora olhe de novo para a esquerda: o que é reto no espaço novo volta como curva. Toda curva que você vê ali é uma reta e uma mudança de coordenadas. É esse o truque inteiro por trás dos atributos feitos à mão (feature engineering), dos kernels e de cada camada de uma rede.',
    'Mas que transformação? A aula também pergunta: “transformações não-lineares podem ajudar, mas como escolher?” Aqui quem escolhe é você, com o que sabe de anéis e espirais. Uma rede aprende φ com os próprios pontos: as camadas escondidas são a transformação, a última é a reta.',
  ],
  tasks: {
    rings: {
      say: 'Dois anéis: ache uma transformação depois da qual a reta acerta todos os pontos.',
      seen: 'O anel nunca foi difícil. Só estava descrito com os números errados: com a distância ao centro, um número só já decide.',
    },
    xor: {
      say: 'XOR com um número só: deixe v = 0 e ache um u com o qual todos os pontos fiquem certos.',
      seen: 'O produto de dois sinais diz se eles diferem; um número substitui dois. Esse número é um atributo (feature).',
    },
    spiral: {
      say: 'A espiral, que nenhum dos botões separa: escreva u e v seus que acertem 97 % ou mais. (Quanto um braço já girou à distância r?)',
      seen: 'Você desfez o giro: com θ − k·r no lugar de θ, os braços ficam retos. Você conhecia a regra por trás dos pontos; uma rede tem de descobri-la.',
    },
  },
  a: 'classe A',
  b: 'classe B',
  u: 'primeiro número novo u',
  v: 'segundo número novo v',
  w: 'a reta w, b',
  set: 'Pontos',
  sets: { rings: 'Anéis', xor: 'XOR', parabola: 'Parábola', spiral: 'Espiral' },
  seed: 'Sortear outros pontos',
  presets: 'Transformação',
  preset: {
    none: 'como vieram',
    polar: 'polar: r, θ',
    squares: 'x₁², x₂²',
    lift: 'x₁², x₂',
    product: 'x₁·x₂, x₁ + x₂',
    fold: '|x₁|, |x₂|',
  },
  own: 'Ou escreva a sua. Valem x1, x2, r, theta; + − × ÷ ^; sqrt abs sen cos tan exp log tanh max min; pi e e.',
  way: 'No caminho',
  wayValue: (percent: string) => `${percent} do caminho`,
  pen: 'Pontos novos são da classe',
  add: 'Pôr um ponto',
  remove: 'Tirar este',
  edit: 'Seus próprios pontos',
  editHint:
    'Arraste um ponto, ou toque onde quer um novo. Pelo teclado: Tab até os pontos, as setas movem, Page Up e Page Down passam ao próximo, Delete tira.',
  point: (place: string, label: string, x: string, y: string) =>
    `ponto ${place}, classe ${label}, x₁ ${x}, x₂ ${y}`,
  inputSpace: 'Como vieram',
  newSpace: 'Depois de φ',
  right: (percent: string) => `${percent} com uma reta`,
  accuracyBefore: 'Certos com uma reta, como vieram',
  accuracy: 'Certos com uma reta, depois de φ',
  wrong: 'Do lado errado',
  wrongOf: (wrong: string, all: string) => `${wrong} de ${all}`,
  loss: 'Entropia cruzada',
  equation: 'A reta',
  inputTold: (wrong: string) =>
    `Os pontos no espaço de entrada, e a reta do espaço novo como a curva que ela é aqui: ${wrong} do lado errado`,
  newTold: (u: string, v: string, percent: string) =>
    `Os pontos em u = ${u}, v = ${v}, e a melhor reta: ${percent} certos`,
};
