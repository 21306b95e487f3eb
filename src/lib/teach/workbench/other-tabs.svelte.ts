/** Whether the same project is open in another tab: both may work, and whoever does should know. */
import { newId } from '#lib/storage/new-id.ts';

interface Greeting {
  readonly kind: 'hello' | 'here' | 'bye';
  readonly projectId: string;
  readonly tab: string;
}

/** As much of a BroadcastChannel as greeting needs. */
export type GreetingChannel = Pick<
  BroadcastChannel,
  'postMessage' | 'addEventListener' | 'removeEventListener' | 'close'
>;

const openChannel = (): GreetingChannel | undefined =>
  typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel('aprendiz-open');

export class OtherTabs {
  readonly #projectId: string;
  readonly #tab = newId();
  readonly #channel: GreetingChannel | undefined;
  #others = $state.raw<ReadonlySet<string>>(new Set());

  constructor(projectId: string, channel = openChannel()) {
    this.#projectId = projectId;
    this.#channel = channel;
    channel?.addEventListener('message', this.#hear);
    this.#tell('hello');
  }

  /** How many others have it open. */
  get count(): number {
    return this.#others.size;
  }

  /** Tells the others; for when the page goes away, too. */
  readonly leave = (): void => this.#tell('bye');

  /** Comes back from where `leave` has said goodbye (a page kept by the browser). */
  readonly comeBack = (): void => this.#tell('hello');

  close(): void {
    this.leave();
    this.#channel?.removeEventListener('message', this.#hear);
    this.#channel?.close();
  }

  #tell(kind: Greeting['kind']): void {
    const greeting: Greeting = { kind, projectId: this.#projectId, tab: this.#tab };
    this.#channel?.postMessage(greeting);
  }

  readonly #hear = ({ data }: MessageEvent<Greeting>): void => {
    if (data.projectId !== this.#projectId || data.tab === this.#tab) return;
    const others = new Set(this.#others);
    if (data.kind === 'bye') others.delete(data.tab);
    else others.add(data.tab);
    this.#others = others;
    if (data.kind === 'hello') this.#tell('here');
  };
}
