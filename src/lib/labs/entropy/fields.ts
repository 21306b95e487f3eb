/** The settings of the lab, which are its address. */
import { choice, number, numbers } from '#lib/learn/fields.ts';

export const mostFlips = 20;
export const lecture = { p: 0.8, q: 0.5 };
export const lectureFlips = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1];

export const fields = {
  p: number({ least: 0, most: 1, initial: lecture.p }),
  q: number({ least: 0, most: 1, initial: lecture.q, digits: 4 }),
  base: choice(['2', 'e', '10'], '2'),
  flips: numbers({
    least: 0,
    most: 1,
    digits: 0,
    initial: lectureFlips,
    shortest: 1,
    longest: mostFlips,
  }),
  theta: number({ least: 0, most: 1, initial: 0.5 }),
};
