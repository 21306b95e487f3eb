export const en = {
  story: [
    'Something that happens with probability p surprises by log 1/p when it does. Entropy is the surprise to be expected: nothing for what is certain, the most for an even coin. In base 2 it counts the yes-or-no questions that are needed on average.',
    'If the world follows p but you believe q, you are surprised by log 1/q instead. On average that is the cross-entropy, and it is never less than the entropy: the excess is the Kullback–Leibler divergence, the price of believing the wrong thing. In the picture it is the gap between the curve and its tangent at q. It is not a distance: p from q and q from p differ. And whoever calls impossible what does happen pays without end.',
    'H(p) belongs to the world; no belief changes it. So whoever makes the cross-entropy small can only do it by making the divergence small. Press Play and watch q go to p: that is what the training of a classifier does.',
    'And likelihood? A coin that shows heads with probability θ gives your flips with probability θ·θ·(1 − θ)… The mean logarithm of it is ℒ(θ). Written out, it is the same sum as the mean cross-entropy J(θ), with the sign turned. The mirror image has its valley where the other has its summit: to minimise the one is to maximise the other.',
  ],
  tasks: {
    pair: {
      say: 'The lecture’s second pair was lost. Find p and q, not the same, with a divergence of 0.04 bits.',
      seen: 'There are many: near each other it hardly costs anything to believe the one for the other.',
    },
    infinite: {
      say: 'Make the divergence of p from q infinite while that of q from p stays finite.',
      seen: 'q calls impossible what p lets happen. The other way round, p only wastes probability.',
    },
    best: {
      say: 'Toss a coin of your own (change a flip), then find the θ that makes your flips most likely.',
      seen: 'It is the share of heads; and there the cross-entropy is least, equal to the entropy of your flips.',
    },
  },
  p: 'world p',
  q: 'belief q',
  h: 'entropy H(p)',
  k: 'divergence D(p‖q)',
  c: 'cross-entropy CE(p, q)',
  j: 'cost J(θ)',
  l: 'log-likelihood ℒ(θ)',
  pSlider: 'p: how often it happens',
  qSlider: 'q: how often you believe it does',
  base: 'Logarithm',
  basesNamed: { '2': 'base 2, bits', e: 'base e, nats', '10': 'base 10' },
  lecture: 'The lecture’s pair',
  curve: (p: string, q: string, h: string, k: string) =>
    `Curve of entropy over probability. At p = ${p} it is ${h}; the tangent at q = ${q} passes it by a divergence of ${k}`,
  handleAt: (name: string, value: string) => `${name} ${value}`,
  xName: 'probability',
  yNames: { '2': 'bits', e: 'nats', '10': 'base 10' },
  tangent: 'CE(·, q)',
  bars: 'Entropy and divergence make the cross-entropy, both ways round',
  finite:
    'Nothing here is impossible for one that happens for the other: both divergences are finite.',
  infinite: (share: string) =>
    `q says “never” to something that happens ${share} of the time: the surprise is without bound, and so is the divergence.`,
  onlyBack: 'p says “never” to something that q believes in: D(q‖p) has no bound, D(p‖q) has one.',
  sameNote: 'p and q are the same: believing q costs nothing.',
  numbers: {
    pair: 'p and q',
    hp: 'entropy H(p)',
    hq: 'entropy H(q)',
    kl: 'divergence D(p‖q)',
    lk: 'the other way, D(q‖p)',
    ce: 'cross-entropy CE(p, q)',
  },
  likelihood: {
    title: 'Likelihood and its mirror image',
    lead: 'A coin was tossed. Touch a flip to turn it; move θ, the model’s probability of heads.',
    flip: (place: number, side: string) => `Flip ${place}: ${side}`,
    heads: 'heads',
    tails: 'tails',
    headLetter: 'H',
    tailLetter: 'T',
    more: 'One more',
    fewer: 'One fewer',
    theta: 'θ: the model’s probability of heads',
    handle: 'θ on the cost',
    plane: (theta: string, j: string, l: string) =>
      `Cost and mean log-likelihood over θ, mirror images about 0; at θ = ${theta} they are ${j} and ${l}`,
    likelihoodOf: 'likelihood of the flips',
    logOf: 'mean log-likelihood ℒ(θ)',
    costOf: 'mean cross-entropy J(θ)',
    sum: 'J(θ) + ℒ(θ)',
    best: 'best θ, the share of heads',
    legend: { j: 'J(θ)', l: 'ℒ(θ)', area: 'likelihood, not to scale' },
    summit: 'summit and valley',
  },
};

export type Text = typeof en;
