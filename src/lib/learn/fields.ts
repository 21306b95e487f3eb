/** What a lab keeps in its address: each field reads a word and writes one. Pure. */

export interface Field<T> {
  readonly initial: T;
  /** Undefined when the word means nothing: the initial value then stands. */
  readonly read: (word: string) => T | undefined;
  // A method, so that fields of any kind stand in one list.
  write(value: T): string;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Values<F extends Fields> = { -readonly [K in keyof F]: F[K]['initial'] };

interface Range {
  readonly least: number;
  readonly most: number;
  readonly initial: number;
  /** Digits after the point in the address; 3 unless told. */
  readonly digits?: number;
}

/** A number; one that is out of range comes to its edge. */
export const number = ({ least, most, initial, digits = 3 }: Range): Field<number> => ({
  initial,
  read: (word) => {
    if (!/^-?\d*\.?\d+(e-?\d+)?$/i.test(word)) return undefined;
    const value = Number(word);
    return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : undefined;
  },
  write: (value) => String(Number(value.toFixed(digits))),
});

/** A whole number; 4 294 967 295 at most unless told, as for a seed. */
export const whole = ({
  least = 0,
  most = 2 ** 32 - 1,
  initial,
}: Partial<Range> & { initial: number }): Field<number> => ({
  initial,
  read: (word) =>
    /^-?\d{1,10}$/.test(word) ? Math.min(most, Math.max(least, Number(word))) : undefined,
  write: String,
});

export const choice = <const T extends string>(
  values: readonly T[],
  initial: NoInfer<T>,
): Field<T> => ({
  initial,
  read: (word) => values.find((value) => value === word),
  write: (value) => value,
});

export const flag = (initial: boolean): Field<boolean> => ({
  initial,
  read: (word) => (word === '1' ? true : word === '0' ? false : undefined),
  write: (value) => (value ? '1' : '0'),
});

/** Numbers in a row, dotted points and weights alike: "0.5~-1~2". Always `initial.length` of them unless `most` is given. */
export const numbers = ({
  least,
  most,
  initial,
  digits = 3,
  longest = initial.length,
  shortest = initial.length,
}: Omit<Range, 'initial'> & {
  initial: readonly number[];
  longest?: number;
  shortest?: number;
}): Field<readonly number[]> => {
  const one = number({ least, most, initial: 0, digits });
  return {
    initial,
    read: (word) => {
      const values = word === '' ? [] : word.split('~').map(one.read);
      if (values.length < shortest || values.length > longest) return undefined;
      return values.includes(undefined) ? undefined : (values as number[]);
    },
    write: (values) => values.map(one.write).join('~'),
  };
};

/** A short text of the visitor's own: an expression, a word. */
export const text = (initial: string, longest = 120): Field<string> => ({
  initial,
  read: (word) => (word.length <= longest ? word : undefined),
  write: (value) => value,
});

export const initialValues = <F extends Fields>(fields: F): Values<F> =>
  Object.fromEntries(
    Object.entries(fields).map(([key, field]) => [key, field.initial]),
  ) as Values<F>;

/** What an address says; whatever means nothing is left at its initial value. */
export function readFields<F extends Fields>(fields: F, from: URLSearchParams): Values<F> {
  const values: Record<string, unknown> = initialValues(fields);
  for (const [key, field] of Object.entries(fields)) {
    const word = from.get(key);
    if (word !== null) values[key] = field.read(word) ?? field.initial;
  }
  return values as Values<F>;
}

/** The address's words of what is not at its initial value; other words of `into` stay. */
export function writeFields<F extends Fields>(
  fields: F,
  values: Values<F>,
  into: URLSearchParams,
): URLSearchParams {
  const words = new URLSearchParams(into);
  for (const [key, field] of Object.entries(fields)) {
    const word = field.write(values[key]);
    if (word === field.write(field.initial)) words.delete(key);
    else words.set(key, word);
  }
  return words;
}
