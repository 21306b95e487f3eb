import type { SeedReference } from '#lib/learn/lab.ts';

export const seeds: readonly SeedReference[] = [
  {
    deck: '003',
    what: {
      en: '“Funções de Ativação”: the step of the perceptron, sigmoid, tanh, ReLU, leaky ReLU, ELU and maxout. Of the step, leaky ReLU and ELU the scan kept only the names (their formulas were pictures); here they are as their papers define them.',
      'pt-BR':
        '“Funções de Ativação”: o degrau do perceptron, sigmoid, tanh, ReLU, leaky ReLU, ELU e maxout. Do degrau, da leaky ReLU e da ELU a digitalização guardou só o nome (as fórmulas eram figuras); aqui elas seguem os artigos que as definiram.',
    },
  },
  {
    deck: '000',
    what: {
      en: '“Revisão: função softmax”: six numbers and their softmax. The scan reads “~1.26” for −1.26 and the brackets as digits (“10.00100235”, “0.02559374.”); with those mended all eight digits of all six are right, and a test holds them. Also “Revisão: função sigmoide” and “ReLU: Rectified Linear Units”.',
      'pt-BR':
        '“Revisão: função softmax”: seis números e seu softmax. A digitalização traz “~1.26” no lugar de −1,26 e lê colchetes como algarismos (“10.00100235”, “0.02559374.”); consertado isso, os oito dígitos dos seis números conferem, e um teste os garante. Também “Revisão: função sigmoide” e “ReLU: Rectified Linear Units”.',
    },
  },
];
