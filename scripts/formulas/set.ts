/** Sets the formulas of a lab, written in TeX, as HTML and MathML. Runs at build time only: no page carries the typesetter. */
import katex from 'katex';

export interface SetFormula {
  readonly html: string;
  readonly tex: string;
}

/** `\term{key}{…}`: a quantity that the page colours and lights. */
const macros = { '\\term': '\\htmlData{term=#1}{#2}' };

/**
 * A file of formulas: each begins with a line `# name`; what follows, up to the next, is its TeX.
 * @throws Error with the file's own line when a formula cannot be set, or has no name or no body.
 */
export function setFormulas(source: string): Readonly<Record<string, SetFormula>> {
  const formulas: Record<string, SetFormula> = {};
  for (const part of source.split(/^# /m).slice(1)) {
    const end = part.indexOf('\n');
    const name = part.slice(0, end).trim();
    const tex = part.slice(end).trim();
    if (!/^[a-z][A-Za-z0-9]*$/.test(name) || tex === '') {
      throw new Error(`"# ${name}" is no name, or nothing follows it`);
    }
    if (name in formulas) throw new Error(`two formulas are called ${name}`);
    formulas[name] = { tex: withoutTerms(tex), html: setFormula(tex) };
  }
  return formulas;
}

/** Faces that no page carries: five hundred files are enough to keep offline. */
const absentFaces = /class="[^"]*\bmath(frak|scr|sf|tt)\b|class="[^"]*\btext(frak|scr|sf|tt)\b/;

export function setFormula(tex: string): string {
  const html = katex.renderToString(tex, {
    displayMode: true,
    output: 'htmlAndMathml',
    throwOnError: true,
    strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'error'),
    trust: ({ command }: { command: string }) => command === '\\htmlData',
    macros: { ...macros },
  });
  if (absentFaces.test(html)) throw new Error(`"${tex}" asks for a face that is not there`);
  return html;
}

/** What a person would paste elsewhere. */
const withoutTerms = (tex: string): string => tex.replace(/\\term\{\w+\}/g, '');
