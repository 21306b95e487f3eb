import { describe, expect, it } from 'vitest';
import { logit } from './reading.ts';
import { readSsd, ssdAnchors, ssdEvidence, ssdSides } from './ssd.ts';

const classes = 23;
const stride = 4 + classes;

describe('ssdAnchors', () => {
  it('are the 1917 of the trained network at its own size', () => {
    expect(ssdSides(300)).toEqual([19, 10, 5, 3, 2, 1]);
    const anchors = ssdAnchors(300);
    expect(anchors.length / 4).toBe(1917);
    // The first place of the first map: a small square, then a wide and a tall one.
    const first = [...anchors.subarray(0, 12)].map((value) => Number(value.toFixed(4)));
    const c = Number((0.5 / 19).toFixed(4));
    expect(first).toEqual([c, c, 0.1, 0.1, c, c, 0.2828, 0.1414, c, c, 0.1414, 0.2828]);
    // The last: a square between the largest scale and the whole picture.
    expect([...anchors.subarray(-4)].map((v) => Number(v.toFixed(3)))).toEqual([
      0.5, 0.5, 0.975, 0.975,
    ]);
  });

  it('keep their size in pixels at another input size', () => {
    expect(ssdAnchors(192)[2]).toBeCloseTo((0.1 * 300) / 192);
  });

  it('lie beside what their place looks at: even sides pad only the far edge', () => {
    // First map at 192 px: place 0 looks at pixel 15; trained anchors lie 5 px before that on average.
    expect((ssdAnchors(192)[0] ?? 0) * 192).toBeCloseTo(10, 0);
  });
});

describe('readSsd', () => {
  const numbers = () => {
    const values = new Float32Array((ssdAnchors(300).length / 4) * stride);
    for (let i = 0; i < values.length; i++) if (i % stride >= 4) values[i] = -8;
    return values;
  };

  it('takes the best anchor of each class and decodes its box', () => {
    const values = numbers();
    const anchor = 1916;
    values.set([0, 0, Math.log(0.5) * 5, Math.log(0.5) * 5], anchor * stride);
    values[anchor * stride + 4 + 7] = logit(0.9);
    const { scores, candidates } = readSsd(values, 300, classes, 0.5);
    expect(scores[7]).toBeCloseTo(0.9);
    expect(scores[0]).toBeLessThan(0.001);
    expect(candidates).toHaveLength(1);
    expect(candidates[0]?.index).toBe(7);
    expect(candidates[0]?.box.x).toBeCloseTo(0.5 - 0.4875 / 2);
    expect(candidates[0]?.box.width).toBeCloseTo(0.4875);
  });

  it('refuses numbers of another size', () => {
    expect(() => readSsd(numbers(), 192, classes, 0.5)).toThrow(RangeError);
  });

  it('shows a class where its anchors are', () => {
    const values = numbers();
    values[(5 * 19 + 3) * 3 * stride + 4 + 2] = logit(0.9);
    const { side, values: evidence } = ssdEvidence(values, 300, classes, 2);
    expect(side).toBe(19);
    expect(evidence.indexOf(Math.max(...evidence))).toBe(5 * 19 + 3);
  });
});
