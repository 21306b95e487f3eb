/**
 * Makes a tree of a formula that a visitor types, or says what is wrong with it and where. Pure.
 *
 *   sum     = product (('+' | '−') product)*
 *   product = sign (('×' | '÷' | nothing) sign)*      "2 x1" is 2 × x1
 *   sign    = '−' sign | power
 *   power   = value ('^' sign | '²' | '³')*            −x² is −(x²), 2^3^2 is 2^(3^2)
 *   value   = number | name | function '(' sum (',' sum)* ')' | '(' sum ')'
 */

import {
  functions,
  type Expression,
  type FunctionName,
  type Operator,
  type Place,
} from './expression.ts';

/** What else people write for the same. */
const aliases: Readonly<Record<string, string>> = {
  ln: 'log',
  sen: 'sin',
  tg: 'tan',
  raiz: 'sqrt',
  '√': 'sqrt',
  π: 'pi',
  θ: 'theta',
  σ: 'sigmoid',
};
const constants: Readonly<Record<string, number>> = { pi: Math.PI, e: Math.E };

export type ProblemCode =
  | 'empty'
  | 'too-long'
  /** A character that no formula has. */
  | 'unknown-character'
  /** A name or function that is not there. */
  | 'unknown-name'
  /** Something to compute with should stand here. */
  | 'missing-value'
  /** A bracket opened here is not closed. */
  | 'missing-close'
  | 'extra-close'
  /** A function without brackets. */
  | 'missing-arguments'
  /** Too few or too many of them. */
  | 'wrong-count'
  /** A comma outside a function; decimals take a point. */
  | 'stray-comma';

export interface Problem extends Place {
  readonly code: ProblemCode;
  /** The text at the place; empty at the end. */
  readonly word: string;
}

export type Parsed =
  | { readonly ok: true; readonly expression: Expression }
  | { readonly ok: false; readonly problem: Problem };

type TokenKind = 'number' | 'name' | 'operator' | 'open' | 'close' | 'comma' | 'end';
interface Token extends Place {
  readonly kind: TokenKind;
  readonly word: string;
}

/** Characters; longer formulas are nobody's, and depth is bounded with length. */
const longest = 200;

const operators: Readonly<Record<string, string>> = {
  '+': '+',
  '-': '-',
  '−': '-',
  '–': '-',
  '*': '*',
  '×': '*',
  '·': '*',
  '/': '/',
  '÷': '/',
  ':': '/',
  '^': '^',
  '²': '²',
  '³': '³',
};

class ExpressionProblem extends Error {
  readonly problem: Problem;

  constructor(code: ProblemCode, { from, to }: Place, text: string) {
    super(`${code} at ${from}`);
    this.problem = { code, from, to, word: text.slice(from, to) };
  }
}

/** @param names those that stand for numbers in `evaluate`; `pi` and `e` are always there. */
export function parse(text: string, names: readonly string[]): Parsed {
  try {
    return { ok: true, expression: new Parser(text, names).whole() };
  } catch (error) {
    if (error instanceof ExpressionProblem) return { ok: false, problem: error.problem };
    throw error;
  }
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  // Subscripts are as good as digits; one character for one, so that places stay.
  const plain = text.replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
  const pattern = /\s+|(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+)|([a-zθπσ√][a-z\d_]*)|(.)/giu;
  for (const match of plain.matchAll(pattern)) {
    const [whole, digits, name, other] = match;
    const at = { from: match.index, to: match.index + whole.length };
    if (digits !== undefined) tokens.push({ ...at, kind: 'number', word: digits });
    else if (name !== undefined) {
      const lower = name.toLowerCase();
      tokens.push({ ...at, kind: 'name', word: aliases[lower] ?? lower });
    } else if (other === '(' || other === '[') tokens.push({ ...at, kind: 'open', word: other });
    else if (other === ')' || other === ']') tokens.push({ ...at, kind: 'close', word: other });
    else if (other === ',' || other === ';') tokens.push({ ...at, kind: 'comma', word: other });
    else if (other !== undefined) {
      const operator = operators[other];
      if (!operator) throw new ExpressionProblem('unknown-character', at, text);
      tokens.push({ ...at, kind: 'operator', word: operator });
    }
  }
  const end = text.trimEnd().length;
  return [...tokens, { kind: 'end', word: '', from: end, to: end }];
}

class Parser {
  readonly #text: string;
  readonly #names: readonly string[];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string, names: readonly string[]) {
    if (text.trim() === '') throw new ExpressionProblem('empty', { from: 0, to: 0 }, text);
    if (text.length > longest) {
      throw new ExpressionProblem('too-long', { from: longest, to: text.length }, text);
    }
    this.#text = text;
    this.#names = names;
    this.#tokens = tokensOf(text.replaceAll('**', '^ '));
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  whole(): Expression {
    const expression = this.#sum();
    if (this.#next.kind === 'close') this.#fail('extra-close');
    if (this.#next.kind === 'comma') this.#fail('stray-comma');
    if (this.#next.kind !== 'end') this.#fail('missing-value');
    return expression;
  }

  #sum(): Expression {
    let left = this.#product();
    for (let operator = this.#take('+', '-'); operator; operator = this.#take('+', '-')) {
      left = join(operator, left, this.#product());
    }
    return left;
  }

  #product(): Expression {
    let left = this.#sign();
    for (;;) {
      const operator = this.#take('*', '/');
      const { kind } = this.#next;
      const beside = kind === 'number' || kind === 'name' || kind === 'open';
      if (!operator && !beside) return left;
      left = join(operator ?? '*', left, this.#sign());
    }
  }

  #sign(): Expression {
    const { from } = this.#next;
    if (this.#take('+')) return this.#sign();
    if (!this.#take('-')) return this.#power();
    const of = this.#sign();
    return { kind: 'negate', of, from, to: of.to };
  }

  #power(): Expression {
    let base = this.#value();
    for (;;) {
      const { from, to, word } = this.#next;
      if (this.#take('^')) base = join('^', base, this.#sign());
      else if (this.#take('²', '³')) {
        base = join('^', base, { kind: 'number', value: word === '²' ? 2 : 3, from, to });
      } else return base;
    }
  }

  #value(): Expression {
    const token = this.#next;
    const { from, to, word } = token;
    if (token.kind === 'number') {
      this.#at++;
      return { kind: 'number', value: Number(word), from, to };
    }
    if (token.kind === 'open') {
      this.#at++;
      const inside = this.#sum();
      return { ...inside, from, to: this.#close(token) };
    }
    if (token.kind !== 'name') {
      return this.#fail(token.kind === 'comma' ? 'stray-comma' : 'missing-value');
    }
    this.#at++;
    if (this.#names.includes(word)) return { kind: 'name', name: word, from, to };
    const constant = Object.hasOwn(constants, word) ? constants[word] : undefined;
    if (constant !== undefined) return { kind: 'number', value: constant, from, to };
    if (!isFunction(word)) return this.#fail('unknown-name', token);
    return this.#call(word, token);
  }

  #call(call: FunctionName, name: Token): Expression {
    const open = this.#next;
    if (open.kind !== 'open') return this.#fail('missing-arguments', name);
    this.#at++;
    const of = [this.#sum()];
    while (this.#next.kind === 'comma') {
      this.#at++;
      of.push(this.#sum());
    }
    const place = { from: name.from, to: this.#close(open) };
    const { least, most } = functions[call];
    if (of.length < least || of.length > most) this.#fail('wrong-count', place);
    return { kind: 'call', call, of, ...place };
  }

  #close(open: Token): number {
    const { kind, to } = this.#next;
    if (kind === 'comma') this.#fail('stray-comma');
    if (kind !== 'close') this.#fail('missing-close', open);
    this.#at++;
    return to;
  }

  #take<const T extends string>(...words: readonly T[]): T | undefined {
    const { kind, word } = this.#next;
    const taken = kind === 'operator' ? words.find((one) => one === word) : undefined;
    if (taken) this.#at++;
    return taken;
  }

  #fail(code: ProblemCode, at: Place = this.#next): never {
    throw new ExpressionProblem(code, at, this.#text);
  }
}

const join = (operator: Operator, left: Expression, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
  from: left.from,
  to: right.to,
});

const isFunction = (name: string): name is FunctionName => Object.hasOwn(functions, name);
