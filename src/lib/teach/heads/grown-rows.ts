/**
 * Heads of nearest neighbours on their way from worker to page to worker: only the rows that the
 * receiver lacks, so that one more sample among thousands costs what it costs among ten. Pure.
 */
import type { Head, Matrix } from './head.ts';
import { createMatrix } from './matrix.ts';

/** What a receiver has: the sender's side. */
export class SentRows {
  #store: string | undefined;
  #rows = 0;

  /** The receiver is another one, or did not get the last head. */
  forget(): void {
    this.#store = undefined;
  }

  /** The head as it is to be sent. */
  trim(head: Head): Head {
    const { neighbours } = head;
    if (neighbours?.store === undefined) return head;
    const { store, vectors } = neighbours;
    const { rows, columns, data } = vectors;
    const since = store === this.#store && rows >= this.#rows ? this.#rows : 0;
    this.#store = store;
    this.#rows = rows;
    // A copy: of a view, the whole memory behind it would be sent.
    const missing = data.slice(since * columns, rows * columns);
    return {
      ...head,
      neighbours: {
        ...neighbours,
        since,
        vectors: { rows: rows - since, columns, data: missing },
      },
    };
  }
}

/** The receiver's side. */
export class ReceivedRows {
  #store: string | undefined;
  #rows: Matrix = createMatrix(0, 0);
  #count = 0;

  /** The head with all its rows. @throws RangeError where those before are not here */
  whole(head: Head): Head {
    const { neighbours } = head;
    if (neighbours?.since === undefined) return head;
    const { since, ...rest } = neighbours;
    const { rows, columns, data } = neighbours.vectors;
    if (since === 0) {
      this.#rows = neighbours.vectors;
    } else if (neighbours.store !== this.#store || since > this.#count) {
      throw new RangeError(`${since} rows of ${neighbours.store} are not here`);
    } else {
      this.#reserve(since + rows);
      this.#rows.data.set(data, since * columns);
    }
    this.#store = neighbours.store;
    this.#count = since + rows;
    return {
      ...head,
      neighbours: {
        ...rest,
        vectors: {
          rows: this.#count,
          columns,
          data: this.#rows.data.subarray(0, this.#count * columns),
        },
      },
    };
  }

  #reserve(rows: number): void {
    if (rows <= this.#rows.rows) return;
    const grown = createMatrix(2 * rows, this.#rows.columns);
    grown.data.set(this.#rows.data);
    this.#rows = grown;
  }
}
