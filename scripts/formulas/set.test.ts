import { describe, expect, it } from 'vitest';
import { setFormulas } from './set.ts';

describe('formulas', () => {
  it('are set by name, with their terms marked and their source kept without marks', () => {
    const { line } = setFormulas('# line\ny = \\term{w}{w}x + \\term{b}{b}\n');
    expect(line?.tex).toBe('y = {w}x + {b}');
    expect(line?.html).toContain('data-term="w"');
    expect(line?.html).toContain('<math');
    expect(line?.html).toContain('katex-html');
  });

  it('refuse what cannot be set, a name twice, and a body that is missing', () => {
    expect(() => setFormulas('# a\n\\frac{1}{')).toThrow();
    expect(() => setFormulas('# a\nx\n# a\ny')).toThrow('two formulas');
    expect(() => setFormulas('# a\n\n# b\ny')).toThrow('nothing follows');
    expect(() => setFormulas('# a\n\\nosuchcommand')).toThrow();
    expect(() => setFormulas('# a\n\\mathfrak{x}')).toThrow('a face');
  });
});
