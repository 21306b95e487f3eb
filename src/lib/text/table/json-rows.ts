/** Rows out of JSON lines: an object is a row of named cells, a list a row of cells, anything else one cell. Pure. */
/** Columns in the order in which their names were first met. */
export class JsonColumns {
  readonly names: string[] = [];
  readonly #places = new Map<string, number>();
  readonly #most: number;
  /** Names that found no place any more. */
  dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** The cells of a line's value. */
  cellsOf(value: unknown): string[] {
    if (Array.isArray(value)) return this.#row(value.map((item, at) => [String(at), item]));
    if (typeof value === 'object' && value !== null) return this.#row(Object.entries(value));
    return this.#row([['text', value]]);
  }

  #row(entries: readonly (readonly [string, unknown])[]): string[] {
    const cells: string[] = [];
    for (const [name, value] of entries) {
      const place = this.#placeOf(name);
      if (place !== undefined) cells[place] = cellOf(value);
    }
    for (let place = 0; place < cells.length; place++) cells[place] ??= '';
    return cells;
  }

  #placeOf(name: string): number | undefined {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= this.#most) {
      this.dropped += 1;
      return undefined;
    }
    this.#places.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

function cellOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}
