import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '000',
    what: {
      en: '“Back Propagation” to “Derivada parcial de L com respeito a b₁”: local derivatives, the chain rule, the graph of softmax regression and its three paths from b₁.',
      'pt-BR':
        'De “Back Propagation” a “Derivada parcial de L com respeito a b₁”: derivadas locais, regra da cadeia, o grafo da regressão softmax e os três caminhos de b₁.',
    },
  },
  {
    deck: '000',
    what: {
      en: '“Forward”: of the drawing, the scan has 0.65, 0.27, 1.19, 0.7, 0.69, 0.2, −0.92 and the loss 0.207. We read “0.27” as 0.2 beside its arrow, and the rest from top to bottom as w₁₁, x₁, w₁₂, x₂, w₂₁, x₁, w₂₂. With biases of 0 and y = (1, 0) this gives 0.207, and a gradient of b₁ of −0.19, the first of the batch. No other order of the six numbers does, but for exchanging the two inputs.',
      'pt-BR':
        '“Forward”: do desenho, o escaneamento traz 0,65, 0,27, 1,19, 0,7, 0,69, 0,2, −0,92 e a perda 0,207. Lemos “0,27” como 0,2 ao lado da sua seta, e o resto, de cima para baixo, como w₁₁, x₁, w₁₂, x₂, w₂₁, x₁, w₂₂. Com vieses 0 e y = (1, 0), isso dá 0,207, e o gradiente de b₁ dá −0,19, o primeiro do lote. Nenhuma outra ordem dos seis números dá, a não ser trocando as duas entradas.',
    },
  },
  {
    deck: '000',
    what: {
      en: '“Calculando em lote” and “Atualizando b₁”: −0.19, 0.54, −0.26, mean 0.03, b₁ = −0.003.',
      'pt-BR':
        '“Calculando em lote” e “Atualizando b₁”: −0,19, 0,54, −0,26, média 0,03, b₁ = −0,003.',
    },
  },
];
