export const en = {
  story: [
    'Training is an experiment: you change one thing, run again, and ask whether it helped. After the third run nobody remembers what the first one did. TensorBoard became part of every deep learning course because it remembers: each run writes down its numbers as it goes, and the board lays them side by side.',
    'The loss of one small batch is a noisy witness, because another eight points were drawn each time. Smoothing follows the noise with a running average: each new value counts 1 − β, everything before it β. The average starts at 0, though, so its first values are far too small. Dividing by 1 − βᵗ takes exactly that back; it is the same correction that Adam makes.',
    'Smoothing shows a trend and hides everything shorter than about 1 ÷ (1 − β) steps. That is why the raw line stays behind it, faint. And whatever you read off the training loss, the choice between runs belongs to the validation loss, on points that no run has learnt from.',
    'Everything that you train in Learn and in Teach comes here by itself and stays on this device. Give a run a name and it is kept; take the runs along as a file, and they open on another device, or in a spreadsheet.',
  ],
  tasks: {
    pair: {
      say: 'Train two runs to their end that differ in one setting only, and tick both.',
      seen: 'With one setting changed, the difference between the curves has one cause. With two changed you could not tell which it was.',
    },
    start: {
      say: 'Switch the correction off, and find a smoothing with which the training loss seems to begin below a tenth of its real first value.',
      seen: 'Without correction the first point is (1 − β) of the real one: any β above 0.9 does it. The curve that rises at first is made by the average, not by the network.',
    },
    best: {
      say: 'Find settings that end with a validation loss below 0.1, and leave only that run ticked.',
      seen: 'A rate too small does not arrive in 400 steps, one too great leaps about. The board is how you noticed.',
    },
  },
  beta: 'smoothing β',
  value: 'value x',
  average: 'average s',
  corrected: 'corrected ŝ',
  memory: 'steps it remembers',
  ticked: 'runs ticked',
  training: 'A run to train',
  rate: 'Learning rate',
  batch: 'Batch',
  hidden: 'Hidden units',
  optimiser: 'Optimiser',
  seed: 'Seed',
  drawing: 'How it is drawn',
  smoothing: 'Smoothing β',
  correction: 'Bias correction',
  correctionNote: 'Divide by 1 − βᵗ',
  axis: 'Horizontal axis',
  log: 'Powers of ten upwards',
  tag: 'Show',
  step: (step: string, most: string) => `batch ${step} of ${most}`,
  press: 'Press Play: a small network learns two moons, and its run appears here.',
  point: (x: string, y: string) => `point (${x}; ${y})`,
  classes: ['lower moon', 'upper moon'],
  layer: (place: number) => `hidden ${String(place)}`,
  output: 'output',
};

export type Text = typeof en;
