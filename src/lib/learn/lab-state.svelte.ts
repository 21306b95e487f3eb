/** The settings of a lab: what a visitor changes is in the address at once, so a link is a state. */
import { onMount } from 'svelte';
import { replaceState } from '$app/navigation';
import { page } from '$app/state';
import { initialValues, readFields, writeFields, type Fields, type Values } from './fields.ts';

/** A slider moves often; browsers refuse an address that changes a hundred times in half a minute. */
const writeAfterMs = 400;

export class LabState<F extends Fields> {
  readonly #fields: F;
  /** Change a field by assigning to it; a list is replaced, never changed inside. */
  readonly values: Values<F>;
  /** True once the address has been read: before that, prerendered beginnings stand here. */
  ready = $state(false);

  /** Call it while a component is set up. */
  constructor(fields: F) {
    this.#fields = fields;
    const values = $state(initialValues(fields));
    this.values = values;
    onMount(() => {
      Object.assign(this.values, readFields(fields, page.url.searchParams));
      this.ready = true;
    });
    $effect(() => {
      const { ready } = this;
      const words = writeFields(fields, this.values, new URLSearchParams());
      if (!ready) return undefined;
      const timer = setTimeout(() => this.#show(words), writeAfterMs);
      return () => clearTimeout(timer);
    });
  }

  /** Everything as the lab begins. */
  reset(): void {
    Object.assign(this.values, initialValues(this.#fields));
  }

  /** The whole address of what is on show now. */
  get link(): string {
    const url = new URL(page.url);
    url.search = writeFields(this.#fields, this.values, new URLSearchParams()).toString();
    url.hash = '';
    return url.href;
  }

  #show(words: URLSearchParams): void {
    const url = new URL(location.href);
    const kept = [...url.searchParams].filter(([key]) => !(key in this.#fields));
    url.search = new URLSearchParams([...kept, ...words]).toString();
    if (url.href !== location.href) replaceState(url, page.state);
  }
}
