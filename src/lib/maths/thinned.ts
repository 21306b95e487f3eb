/** Numbers of each step of a run, thinned as it grows, so that a long one is drawn as quickly as a short one. Pure. */

const mostShown = 80;

export interface ThinnedRows {
  readonly steps: readonly number[];
  /** Each with one number for each of `steps`. */
  readonly series: readonly (readonly number[])[];
}

interface Row {
  readonly step: number;
  readonly values: readonly number[];
}

export class Thinned {
  #every = 1;
  #rows: Row[] = [];
  #last: Row | undefined;

  /** Steps ascend by 1, from 0; every row has as many values. */
  add(step: number, ...values: readonly number[]): void {
    this.#last = { step, values };
    if (step % this.#every !== 0) return;
    this.#rows.push(this.#last);
    if (this.#rows.length <= mostShown) return;
    this.#every *= 2;
    this.#rows = this.#rows.filter((row) => row.step % this.#every === 0);
  }

  /** At most 81 steps, the first and the last always among them. */
  shown(): ThinnedRows {
    const rows = [...this.#rows];
    if (this.#last && rows.at(-1) !== this.#last) rows.push(this.#last);
    return {
      steps: rows.map(({ step }) => step),
      series: (this.#last?.values ?? []).map((_, i) => rows.map(({ values }) => values[i]!)),
    };
  }
}
