/** Transformations to begin with; each parts some of the sets, none of them all. */
export const presets = [
  { key: 'none', u: 'x1', v: 'x2' },
  { key: 'polar', u: 'r', v: 'theta' },
  { key: 'squares', u: 'x1^2', v: 'x2^2' },
  { key: 'lift', u: 'x1^2', v: 'x2' },
  { key: 'product', u: 'x1 × x2', v: 'x1 + x2' },
  { key: 'fold', u: 'abs(x1)', v: 'abs(x2)' },
] as const;

export type Preset = (typeof presets)[number];
