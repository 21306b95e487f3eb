/** The lab's settings, the run that follows from them, and what is on the neuron now. */
import { untrack } from 'svelte';
import { LabState } from '#lib/learn/lab-state.svelte.ts';
import { Player } from '#lib/learn/player.svelte.ts';
import { Random } from '#lib/maths/random.ts';
import { fields } from './fields.ts';
import {
  answerOf,
  outputOf,
  parkRows,
  sumOf,
  train,
  wrongRows,
  type Neuron,
  type Row,
  type Training,
  type Weights,
} from './maths.ts';

/** What the neuron is shown: the last step of the training, a row, or the point that is asked. */
type Focus = 'trace' | 'ask' | number;

export interface Shown {
  readonly x1: number;
  readonly x2: number;
  readonly weights: Weights;
  readonly sum: number;
  readonly output: number;
  /** Place of the row; undefined: the point that is asked. */
  readonly row: number | undefined;
  /** What the step made of the weights; undefined: no step. */
  readonly after: Weights | undefined;
}

export class Park {
  readonly lab = new LabState(fields);
  readonly values = this.lab.values;
  readonly player: Player;
  focus = $state<Focus>('trace');
  /** Counts what passed through the neuron, so that it is seen passing. */
  shows = $state(0);

  readonly rows: readonly Row[] = $derived([...parkRows, ...ownRows(this.values.own)]);
  readonly order: readonly number[] = $derived.by(() => {
    const places = this.rows.map((_, place) => place);
    if (this.values.order === 'reversed') return places.reverse();
    return this.values.order === 'shuffled' ? new Random(this.values.seed).shuffle(places) : places;
  });
  readonly training: Training = $derived({
    rows: this.rows,
    order: this.order,
    start: [this.values.w[0]!, this.values.w[1]!, this.values.bias ? this.values.w[2]! : 0],
    rate: this.values.rate,
    bias: this.values.bias,
    activation: this.values.f,
    fires: this.values.fires,
  });
  readonly run = $derived(train(this.training, this.values.at));
  readonly neuron: Neuron = $derived({ ...this.training, weights: this.run.weights });
  readonly wrong = $derived(wrongRows(this.neuron, this.rows));
  /** To the lecture's question, wherever the diamond is now. */
  readonly answer = $derived(answerOf(this.neuron, -1, 1));
  readonly shown: Shown = $derived.by(() => this.#see());

  /** Call it while a component is set up. */
  constructor() {
    let starting = false;
    this.player = new Player({
      speed: 1.5,
      step: () => {
        // Nothing is left to learn: now it is asked.
        if (this.run.ended) this.look('ask');
        else {
          this.values.at = this.run.steps + 1;
          this.look('trace');
        }
        return this.focus === 'trace';
      },
      reset: () => {
        if (starting) return;
        Object.assign(this.values, { at: 0, w: [0, 0, 0] });
        this.focus = 'trace';
      },
    });
    // Under other settings as many steps lead elsewhere, and may go on where they had ended.
    const settings = $derived(JSON.stringify(this.training));
    $effect(() => {
      void settings;
      untrack(() => {
        starting = true;
        this.player.restart();
        starting = false;
      });
    });
  }

  look(focus: Focus): void {
    this.focus = focus;
    this.shows++;
  }

  /** Weights set by hand are a new beginning. */
  setWeights(w1: number, w2: number, b: number): void {
    Object.assign(this.values, { w: [w1, w2, b], at: 0 });
    this.focus = 'ask';
  }

  askAt(x1: number, x2: number): void {
    const round = (value: number) => Math.round(Math.min(2, Math.max(-2, value)) * 10) / 10;
    this.values.ask = [round(x1), round(x2)];
    this.focus = 'ask';
  }

  /** The point that is asked becomes a row. */
  teach(wanted: number): void {
    this.values.own = [...this.values.own, ...this.values.ask, wanted];
  }

  removeRow(place: number): void {
    const from = 3 * (place - parkRows.length);
    this.values.own = this.values.own.filter((_, i) => i < from || i >= from + 3);
    if (typeof this.focus === 'number') this.focus = 'ask';
  }

  #see(): Shown {
    const { trace } = this.run;
    if (this.focus === 'trace' && trace) {
      const { x1, x2 } = this.rows[trace.row]!;
      const { before: weights, after, sum, output, row } = trace;
      return { x1, x2, weights, after, sum, output, row };
    }
    const row =
      this.focus === 'ask' ? undefined : this.focus === 'trace' ? this.order[0]! : this.focus;
    const [x1, x2] = row === undefined ? this.values.ask : [this.rows[row]!.x1, this.rows[row]!.x2];
    const { weights } = this.run;
    const sum = sumOf(weights, x1!, x2!);
    const output = outputOf(this.neuron, sum);
    return { x1: x1!, x2: x2!, weights, sum, output, row, after: undefined };
  }
}

const ownRows = (flat: readonly number[]): Row[] =>
  Array.from({ length: Math.floor(flat.length / 3) }, (_, i) => ({
    x1: flat[3 * i]!,
    x2: flat[3 * i + 1]!,
    wanted: flat[3 * i + 2]! > 0 ? 1 : 0,
  }));
