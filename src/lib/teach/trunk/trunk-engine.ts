/** An engine of trainer workers that can go over to another trunk; the present one answers meanwhile. */
import {
  SwitchableEngine,
  type Switchable,
  type Switched,
  type SwitchWatch,
} from '#lib/engine/switchable-engine.ts';
import type { TrainerCalls } from '../trainer/protocol.ts';

export class TrunkEngine extends SwitchableEngine<TrainerCalls> {
  readonly #open: (trunk: string) => Switchable<TrainerCalls>;
  #trunk: string;

  /** @param open starts an engine on a trunk */
  constructor(trunk: string, open: (trunk: string) => Switchable<TrainerCalls>) {
    super(open(trunk));
    this.#open = open;
    this.#trunk = trunk;
  }

  /** The trunk of the workers that answer now. */
  get trunk(): string {
    return this.#trunk;
  }

  /** An engine beside this one, for {@link toTrunk}. */
  openBeside(trunk: string): Switchable<TrainerCalls> {
    return this.#open(trunk);
  }

  /** @param engine on that trunk; a new one by default */
  toTrunk(
    trunk: string,
    watch: Pick<SwitchWatch, 'onState'> = {},
    engine: Switchable<TrainerCalls> = this.#open(trunk),
  ): Promise<Switched> {
    return this.switchTo(engine, { ...watch, onTaken: () => (this.#trunk = trunk) });
  }
}
