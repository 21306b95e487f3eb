/** Where the walk over the graph is: what is known of it by now, and what the current step does. */
import { Player, type Playable } from '#lib/learn/player.svelte.ts';
import { graphOf, type FromExpression } from './from-expression.ts';
import {
  goBackward,
  goForward,
  resultOf,
  type BackwardStep,
  type ComputationGraph,
  type GraphEdge,
  type GraphNode,
} from './maths.ts';
import { settings as fields, type Settings } from './settings.ts';
import { givenOf, softmaxRegression } from './softmax-regression.ts';

export type OperationNode = Extract<GraphNode, { kind: 'operation' }>;

export type Step =
  | { readonly kind: 'forward'; readonly node: OperationNode }
  /** ∂L/∂L = 1 */
  | { readonly kind: 'turn' }
  | { readonly kind: 'backward'; readonly step: BackwardStep };

type Drawn = Extract<FromExpression, { ok: true }>;

export const edgeKey = ({ from, to, place }: GraphEdge): string => `${from} ${to} ${place}`;

export class Walk {
  readonly #settings: Settings;
  /** The last formula that could be drawn stays on show while another is typed. */
  #last = graphOf(fields.f.initial) as Drawn;
  readonly player: Playable;

  readonly typed = $derived.by((): FromExpression => graphOf(this.#settings.f));
  readonly #formula = $derived.by((): Drawn => {
    if (this.typed.ok) this.#last = this.typed;
    return this.#last;
  });
  readonly isSoftmax = $derived.by(() => this.#settings.graph === 'softmax');
  readonly graph = $derived.by((): ComputationGraph =>
    this.isSoftmax ? softmaxRegression : this.#formula.graph,
  );
  /** Of the formula. */
  readonly variables = $derived(this.#formula.variables);
  readonly nodes: ReadonlyMap<string, GraphNode> = $derived(
    new Map(this.graph.map((node) => [node.id, node])),
  );
  readonly given: Readonly<Record<string, number>> = $derived.by(() => {
    const { w, x, b, y, v } = this.#settings;
    return this.isSoftmax
      ? givenOf({ w, x, b, right: y })
      : Object.fromEntries(this.variables.map((name, place) => [name, v[place] ?? 0]));
  });
  /** Of every node, walked to or not. */
  readonly values = $derived(goForward(this.graph, this.given));
  readonly back = $derived(goBackward(this.graph, this.values));
  readonly operations = $derived(
    this.graph.filter((node): node is OperationNode => node.kind === 'operation'),
  );
  /** Steps there are: each operation, the turn, each edge back. */
  readonly length = $derived(this.operations.length + 1 + this.back.steps.length);
  readonly at = $derived.by(() => Math.min(this.#settings.at, this.length));
  /** Edges gone back over. */
  readonly backAt = $derived(Math.max(0, this.at - this.operations.length - 1));
  readonly forwardDone = $derived(this.at >= this.operations.length);
  readonly turned = $derived(this.at > this.operations.length);
  readonly current = $derived.by((): Step | undefined => {
    const { at, operations } = this;
    if (at === 0) return undefined;
    if (at <= operations.length) return { kind: 'forward', node: operations[at - 1]! };
    if (at === operations.length + 1) return { kind: 'turn' };
    return { kind: 'backward', step: this.back.steps[this.backAt - 1]! };
  });
  /** What stands on the nodes by now. */
  readonly knownValues: ReadonlyMap<string, number> = $derived.by(() => {
    const waiting = new Set(this.operations.slice(this.at).map(({ id }) => id));
    return new Map([...this.values].filter(([id]) => !waiting.has(id)));
  });
  readonly knownGradients: ReadonlyMap<string, number> = $derived.by(() => {
    const known = new Map<string, number>(this.turned ? [[resultOf(this.graph).id, 1]] : []);
    for (const { edge, after } of this.back.steps.slice(0, this.backAt))
      known.set(edge.from, after);
    return known;
  });
  /** Local derivatives of the edges gone back over, by `edgeKey`. */
  readonly knownLocals: ReadonlyMap<string, number> = $derived(
    new Map(this.back.steps.slice(0, this.backAt).map(({ edge, local }) => [edgeKey(edge), local])),
  );
  /** Nodes whose gradient is whole: every path has brought its part. */
  readonly whole: ReadonlySet<string> = $derived.by(() => {
    const steps = this.back.steps.slice(0, this.backAt);
    return new Set(steps.filter(({ path, paths }) => path === paths).map(({ edge }) => edge.from));
  });

  /** Call it while a component is set up. @param settings of the lab's state, reactive */
  constructor(settings: Settings) {
    this.#settings = settings;
    const inner = new Player({
      step: () => {
        if (this.at < this.length) settings.at = this.at + 1;
        if (this.at >= this.length) inner.pause();
      },
      reset: () => void (settings.at = 0),
      speed: 2,
    });
    const at = () => this.at;
    const length = () => this.length;
    // The place is in the address, so the player's own count and end do not hold.
    this.player = {
      get playing() {
        return inner.playing;
      },
      get steps() {
        return at();
      },
      get ended() {
        return at() >= length();
      },
      get speed() {
        return inner.speed;
      },
      set speed(speed) {
        inner.speed = speed;
      },
      step: () => inner.step(),
      play: () => inner.play(),
      pause: () => inner.pause(),
      reset: () => inner.reset(),
    };
  }
}
