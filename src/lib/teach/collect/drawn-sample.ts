/** One sample as a board draws it. Types only. */
import type { SampleRow } from '#lib/storage/project-rows.ts';

export interface DrawnSample {
  readonly sample: SampleRow;
  /** Counted from 0 among those shown. */
  readonly index: number;
  readonly total: number;
  /** Height in pixels; of a square tile its width too. */
  readonly side: number;
  /** Pixels from the board's corner. */
  readonly x: number;
  readonly y: number;
  readonly selected: boolean;
  /** Some sample of the class is chosen: a tap chooses too. */
  readonly choosing: boolean;
  /** It has the board's place in the order of the Tab key. */
  readonly active: boolean;
  readonly onchoose: (how: { range: boolean; toggle: boolean }) => void;
  readonly onpreview: () => void;
  readonly ondragstart: (event: DragEvent) => void;
}
