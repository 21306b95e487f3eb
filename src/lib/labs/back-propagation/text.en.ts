export const en = {
  story: ['The line turns until it is as near to the points as it can be.'],
  tasks: {
    fit: { say: 'Find the slope with an error of 0.', seen: 'All three points lie on the line.' },
    step: { say: 'Take ten steps.', seen: 'Each step is smaller than the last.' },
    far: { say: 'Make the error greater than 10.', seen: 'It grows with the square of the slope.' },
  },
  w: 'slope w',
  x: 'input x',
  e: 'error E',
  rate: 'Learning rate',
  picture: (w: string) => `Three points and a line of slope ${w}`,
};

export type Text = typeof en;
