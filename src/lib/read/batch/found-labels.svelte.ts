/** What was found of each row of a table: a place among the labels and a score, row after row. */

export interface Labelled {
  /** Undefined for a row with nothing to read. */
  readonly label: string | undefined;
  /** 0..1 */
  readonly score: number;
}

export class FoundLabels {
  #places = new Uint16Array();
  #scores = new Float32Array();
  #done = $state(0);
  #labels = $state.raw<readonly string[]>([]);
  /** By place: nothing to read, then each label. */
  #counts = $state.raw<readonly number[]>([]);

  /** Rows that are labelled, from the first. */
  get done(): number {
    return this.#done;
  }

  /** How many rows have each label, the commonest first. */
  get counts(): readonly { readonly label: string; readonly count: number }[] {
    return this.#labels
      .map((label, at) => ({ label, count: this.#counts[at + 1] ?? 0 }))
      .sort((a, b) => b.count - a.count);
  }

  /** Forgets what was found, and makes room for this many rows. */
  clear(rows = 0): void {
    this.#done = 0;
    this.#labels = [];
    this.#counts = [];
    this.#places = new Uint16Array(rows);
    this.#scores = new Float32Array(rows).fill(NaN);
  }

  /** What was found of a row; undefined while nothing was. */
  of(row: number): Labelled | undefined {
    if (row >= this.#done) return undefined;
    const place = this.#places[row] ?? 0;
    return {
      label: place === 0 ? undefined : this.#labels[place - 1],
      score: this.#scores[row] ?? NaN,
    };
  }

  keep(from: number, readings: readonly { label: string; score: number }[]): void {
    const counts = [...this.#counts];
    readings.forEach(({ label, score }, at) => {
      let place = label === '' ? 0 : this.#labels.indexOf(label) + 1;
      if (place === 0 && label !== '') place = (this.#labels = [...this.#labels, label]).length;
      this.#places[from + at] = place;
      this.#scores[from + at] = place === 0 ? NaN : score;
      counts[place] = (counts[place] ?? 0) + 1;
    });
    this.#counts = counts;
    this.#done = from + readings.length;
  }

  /** Columns of what was found, as a table is written with. */
  columns(names: { label: string; score: string }) {
    return [
      {
        name: names.label,
        values: ['', ...this.#labels],
        places: this.#places.slice(0, this.#done),
      },
      { name: names.score, numbers: this.#scores.slice(0, this.#done) },
    ];
  }
}
