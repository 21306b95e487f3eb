export const en = {
  story: [
    'A model with enough freedom can pass through every point it is shown, noise and all. Between the points it then does whatever it likes: it has learnt the examples by heart, not the rule that made them. That is overfitting, and its sign is a training error that keeps falling while the error on points never seen goes up.',
    'Regularisation makes learning harder on purpose. A penalty asks every weight what it is good for: L2 charges for the square, so large weights shrink first and none quite vanishes; L1 charges the same for each unit of weight, so what is not worth its price goes to exactly 0. The elastic net charges both. Dropout hides neurons at random, so none may rely on a single other. Augmentation shows each example a little differently every time. Early stopping leaves before the noise is learnt.',
    'None of them is as good as more data: with enough points there is no room left to wiggle. Everything else is a stand-in for points that we do not have.',
    'How well it worked is only known from points that taught nothing. Training points teach. Validation points choose: degree, λ, when to stop; and whoever chooses by them long enough begins to fit them too. The test set is opened once, at the end, and what it says is reported, not improved.',
  ],
  tasks: {
    overfit: {
      say: 'Make the curve overfit: a validation error at least ten times the training error, with more than 0.2 of error on validation.',
      seen: 'The curve visits every point and is wrong between them. Training error alone would have called it the best.',
    },
    sparse: {
      say: 'Keep degree 12, yet leave at most four weights other than zero besides w₀, with a validation error below 0.09. Which penalty can do that?',
      seen: 'L1 takes to exactly 0 what is not worth its price. L2 only makes it small.',
    },
    honest: {
      say: 'In the network, keep the 40 points and their noise. Reach epoch 200 (or stop early) with a validation loss below 0.42; only then open the test set, once.',
      seen: 'The test loss comes close to the validation loss. You looked once, so you may believe it.',
    },
  },
  // Terms and numbers
  weights: 'weights w',
  error: 'error on the points',
  lambda: 'λ, how much the penalty counts',
  penaltyTerm: 'penalty Ω',
  trainError: 'Training error',
  validationError: 'Validation error',
  sumAbsolute: 'Σ|w|',
  sumSquares: 'Σw²',
  zeros: 'Weights exactly 0',
  // Curve
  degree: 'Degree',
  penalty: 'Penalty',
  none: 'None',
  l1: 'L1',
  l2: 'L2',
  elastic: 'Elastic',
  strength: 'λ',
  count: 'Training points',
  noise: 'Noise',
  others: 'Other points',
  add: 'Add a point',
  ownPoints: 'These points are yours. Drag them; tap the plane for a new one.',
  drawnPoints: 'Drag any point; tap the plane for a new one.',
  back: 'Drawn points again',
  picture: (degree: number, train: string, validation: string) =>
    `A curve of degree ${degree} through noisy points: training error ${train}, validation error ${validation}`,
  point: (place: number) => `Point ${place}`,
  at: (x: string, y: string) => `x ${x}, y ${y}`,
  legend: {
    curve: 'the fit',
    truth: 'the rule behind the points',
    train: 'training points',
    validation: 'validation points',
  },
  bars: 'The weights',
  barsLead:
    'Each bar is one weight, on a scale that shows very large and very small together. A ring is a weight of exactly 0.',
  bar: (values: string) => `Weights: ${values}`,
  degreesTitle: 'Too stiff, just right, too free',
  degreesLead:
    'With few degrees the curve cannot bend to the rule; with many it bends to the noise. Training error cannot tell them apart.',
  byDegree: 'Error by degree, with this penalty',
  degreeName: 'Degree',
  chosen: 'chosen',
  // Sequence
  sequenceTitle: '1, 3, 5, 7, ?',
  sequenceLead:
    'Find the next number. A curve of degree 4 passes through 1, 3, 5, 7 and any fifth number you like, 217 341 too, as the meme of the lecture says. Only one of them comes with weights that are small: the straight line.',
  next: 'What comes next',
  nine: '9',
  meme: '217 341',
  sequencePicture: (next: string) =>
    `A curve of degree 4 through (1, 1), (2, 3), (3, 5), (4, 7) and (5, ${next})`,
  coefficient: (power: number) => ['w₀', 'w₁ (x)', 'w₂ (x²)', 'w₃ (x³)', 'w₄ (x⁴)'][power]!,
  // Network
  networkTitle: 'The same in a network',
  networkLead:
    'Two hidden layers of 32 neurons, 1,185 parameters, and 40 noisy points to learn from. Play it as it is and watch the two losses part; then begin again with something to hold it back.',
  set: 'Points',
  sets: {
    line: 'Two sides',
    gaussians: 'Two clouds',
    xor: 'XOR',
    circles: 'Circles',
    moons: 'Moons',
    spiral: 'Spiral',
  },
  l1Strength: 'L1, λ₁',
  l2Strength: 'L2, λ₂',
  dropout: 'Dropout',
  jitter: 'Augmentation: jitter',
  stop: 'Early stopping',
  stopNote: 'After 60 epochs without a lower validation loss, back to the best.',
  off: 'off',
  epoch: (count: string) => `epoch ${count}`,
  epochName: 'Epoch',
  field: (train: string, validation: string) =>
    `What the network says of each place of the plane, and its training points: training loss ${train}, validation loss ${validation}`,
  losses: 'Loss by epoch',
  train: 'Training',
  validation: 'Validation',
  test: 'Test',
  kept: 'kept',
  lowest: 'lowest',
  histogram: 'Weights of the network',
  histogramWords: (spread: string, zeros: string, total: string) =>
    `Spread ${spread}; ${zeros} of ${total} are exactly 0.`,
  right: (share: string) => `${share} right`,
  loss: 'loss',
  // Three sets
  setsTitle: 'Three sets, three jobs',
  roles: {
    train:
      'The weights are learnt from these. A low error here proves only that they were remembered.',
    validation:
      'Settings are chosen by these: degree, λ, dropout, when to stop. Each choice leaks a little of them into the model.',
    test: 'Nothing is chosen by these. Look when all is decided, and report what you see.',
  },
  covered: 'Covered',
  open: 'Open the test set',
  cover: 'It is covered again as soon as the network goes on.',
  looks: (count: number) =>
    count === 0
      ? 'You have not looked yet.'
      : count === 1
        ? 'You have looked once.'
        : `You have looked ${count} times: each look makes it a little more of a validation set.`,
};

export type Text = typeof en;
