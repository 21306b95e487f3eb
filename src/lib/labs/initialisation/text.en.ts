import type { ActivationName } from '#lib/maths/network/activations.ts';
import type { Initialisation } from '#lib/maths/network/initialisation.ts';

const initialisations: Readonly<Record<Initialisation, string>> = {
  zero: 'Zero',
  small: 'Too small',
  large: 'Too large',
  lecun: 'LeCun',
  xavier: 'Xavier (Glorot)',
  he: 'He',
};
const activations: Readonly<Record<ActivationName, string>> = {
  linear: 'Linear',
  sigmoid: 'Sigmoid',
  tanh: 'tanh',
  relu: 'ReLU',
  'leaky-relu': 'Leaky ReLU',
  elu: 'ELU',
};

export const en = {
  story: [
    'A signal goes up through the layers, and the gradient comes back down. At every layer each is multiplied: by weights, and on the way back by the slope of the activation too. If what multiplies is a little below one, ten layers leave almost nothing; a little above, and there is no holding it. Depth turns a small mistake of scale into a power of it.',
    'Zero is the worst beginning: every neuron of a layer is the same, and no gradient passes through a weight of zero. Random weights break the tie, and their spread decides the rest. Xavier Glorot and Yoshua Bengio asked for layers that keep the variance of what goes up and of what comes back, and the compromise of both is a variance of 2 ÷ (inputs + outputs). Kaiming He saw that a ReLU loses half of its input, and doubled what is left: 2 ÷ inputs.',
    'The lecture’s signs of a vanishing gradient: the upper layers change a lot while the lower ones hardly move; weights may become 0; learning is slow and stalls early. Of an exploding one: the loss jumps from update to update; loss or weights become NaN; weights grow large quickly; error gradients stay above 1 in layer after layer. Below, each is watched while the network trains.',
    'There are ways out. ReLU has slope 1 wherever it is on. A residual layer adds its input to its output, so the gradient always has one way back without any factor. Normalisation brings each layer to the same scale, whatever the weights are. Clipping does not cure an explosion, but it keeps one bad step from throwing everything away.',
  ],
  tasks: {
    vanish: {
      say: 'Make the gradient of the first layer at least 100,000 times smaller than that of the output. Which activation does it, with Xavier’s weights even?',
      seen: 'The slope of a sigmoid is ¼ at most. Ten of them multiplied leave almost nothing.',
    },
    cure: {
      say: 'Begin with weights that are too small, ten layers or more, and bring the loss below 0.3 all the same.',
      seen: 'With a way around each layer, and a slope of 1, the gradient reaches the first layers, and they learn.',
    },
    amplify: {
      say: 'In the chain of four neurons, make ∂C/∂b₁ larger than ∂C/∂a₄. Large weights alone do not do it: why?',
      seen: 'A large weight pushes z where σ′ is almost 0. Only a bias that brings z back near 0 lets w·σ′ be more than 1.',
    },
  },
  activation: 'Activation',
  activations,
  initial: 'Weights begin',
  initialisations,
  depth: 'Hidden layers',
  gain: 'gain',
  rate: 'Learning rate',
  set: 'Points',
  sets: { circles: 'Circles', moons: 'Moons', xor: 'XOR', spiral: 'Spiral' },
  cures: 'Ways out',
  residual: 'Residual layers',
  norm: 'Normalisation',
  norms: { none: 'None', batch: 'Batch', layer: 'Layer' },
  clip: 'Clip the gradient at norm 1',
  others: 'Other weights',
  // Terms
  a: 'activations',
  g: 'gradients',
  w: 'weights',
  s: 'slope of the activation',
  // Ladder
  ladder: 'Layer by layer: what it gives on, and the gradient of its weights',
  layer: 'Layer',
  output: 'out',
  activationsColumn: 'activations',
  gradientsColumn: 'gradients',
  normColumn: 'their norm',
  activationsWords: (mean: string, deviation: string) => `mean ${mean}, spread ${deviation}`,
  gradientsWords: (norm: string, still: string) => `norm ${norm}; ${still} are exactly 0`,
  allStill: 'all exactly 0',
  broken: 'no number',
  // Numbers
  loss: 'Loss',
  right: 'Answered right',
  first: 'Gradient of layer 1',
  last: 'Gradient of the output',
  ratio: 'First ÷ output',
  std: 'std of a hidden layer',
  step: (count: string) => `step ${count}`,
  stepName: 'Step',
  losses: 'Loss by step',
  stopped:
    'The numbers have left what a computer can hold: NaN. Nothing more can be learnt; start over.',
  // Signs
  signsTitle: 'Signs, watched',
  signsLead: 'The list of the lecture. A sign lights up while it holds.',
  vanishing: 'Vanishing',
  exploding: 'Exploding',
  signs: {
    lower: 'Upper layers change, lower ones hardly: step ÷ weight, first and last',
    zeros: 'Weights come to 0: nearer than a thousandth',
    slow: 'It stalls: how far the loss fell in 100 steps',
    jumps: 'The loss jumps from update to update: on average by',
    nan: 'Loss or weights are NaN',
    weights: 'Weights grow very large: the largest',
    above: 'Gradients above 1, layer after layer: how many layers',
  },
  seen: 'now',
  notSeen: 'no',
  yes: 'yes',
  // Chain
  chainTitle: 'The chain of four neurons',
  chainLead:
    'One sigmoid neuron in each of four layers, C = ½(a₄ − 0)². The gradient at the first bias is a product of everything on the way. Read it from the right.',
  chainW: 'Each weight w',
  chainB: 'Each bias b',
  chainX: 'Input x',
  product: 'So far',
  chainWords: (value: string) => `∂C/∂b₁ is ${value}`,
  chainRatio: '∂C/∂b₁ ÷ ∂C/∂a₄',
};

export type Text = typeof en;
