export const en = {
  story: [
    'A line is all that a linear classifier has. On the left it is asked to part two rings, and whatever it does, half of a ring stays on the wrong side. It is not badly trained: the line drawn here is the best that logistic regression finds, trained anew in every picture. There is just no line to be found.',
    'So leave the line as it is and move the points. A transformation φ gives every point (x₁, x₂) two new numbers, u and v, and places it there. Told by its distance from the middle and its angle, a ring becomes a bar, and the line goes between the bars with ease.',
    'Look back to the left: what is straight in the new space comes back as a curve. Every curve that you see there is one line and one change of coordinates. That is the whole of the trick behind features that people craft by hand, behind kernels, and behind every layer of a network.',
    'Which transformation, though? The lecture asks it too: “nonlinear transformations can help, but how to choose?” Here you choose, with what you know of rings and spirals. A network learns φ from the points themselves: its hidden layers are the transformation, its last one is the line.',
  ],
  tasks: {
    rings: {
      say: 'Two rings: find a transformation after which the line gets every point right.',
      seen: 'The ring was never hard. It was only told in the wrong numbers: by its distance from the middle, one number decides.',
    },
    xor: {
      say: 'XOR with a single number: keep v = 0 and find a u after which every point is right.',
      seen: 'The product of two signs says whether they differ, so one number replaces two. That one number is a feature.',
    },
    spiral: {
      say: 'The spiral, which none of the buttons parts: write a u and v of your own that get 97 % right or more. (How far has an arm turned at distance r?)',
      seen: 'You took back the turn: with θ − k·r in place of θ the arms lie straight. You knew the rule behind the points; a network must find it.',
    },
  },
  a: 'class A',
  b: 'class B',
  u: 'first new number u',
  v: 'second new number v',
  w: 'the line w, b',
  set: 'Points',
  sets: { rings: 'Rings', xor: 'XOR', parabola: 'Parabola', spiral: 'Spiral' },
  seed: 'Draw new points',
  presets: 'Transformation',
  preset: {
    none: 'as they come',
    polar: 'polar: r, θ',
    squares: 'x₁², x₂²',
    lift: 'x₁², x₂',
    product: 'x₁·x₂, x₁ + x₂',
    fold: '|x₁|, |x₂|',
  },
  own: 'Or write your own. There are x1, x2, r, theta; + − × ÷ ^; sqrt abs sin cos tan exp log tanh max min; pi and e.',
  way: 'On the way',
  wayValue: (percent: string) => `${percent} of the way`,
  pen: 'New points are of class',
  add: 'Add a point',
  remove: 'Remove it',
  edit: 'Points of your own',
  editHint:
    'Drag a point, or tap where one should be. By keyboard: Tab to the points, arrow keys move one, Page Up and Page Down go to the next, Delete takes it away.',
  point: (place: string, label: string, x: string, y: string) =>
    `point ${place}, class ${label}, x₁ ${x}, x₂ ${y}`,
  inputSpace: 'As they come',
  newSpace: 'After φ',
  right: (percent: string) => `${percent} by a line`,
  accuracyBefore: 'Right by a line, as they come',
  accuracy: 'Right by a line, after φ',
  wrong: 'On the wrong side',
  wrongOf: (wrong: string, all: string) => `${wrong} of ${all}`,
  loss: 'Cross-entropy',
  equation: 'The line',
  inputTold: (wrong: string) =>
    `The points in the input space, and the line of the new space as the curve it is here: ${wrong} on the wrong side`,
  newTold: (u: string, v: string, percent: string) =>
    `The points at u = ${u}, v = ${v}, and the best line: ${percent} right`,
};

export type Text = typeof en;
