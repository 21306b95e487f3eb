/** Terms that light up together, wherever they stand: in the formula, the picture, the numbers. */
import { createContext } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { on } from 'svelte/events';
import { colourProperty } from '#lib/charts/category.ts';
import type { Term } from './lab.ts';

export class Terms {
  readonly #list: () => readonly Term[];
  /** The key of the term that the pointer or the focus is on. */
  lit = $state<string>();

  constructor(list: () => readonly Term[]) {
    this.#list = list;
  }

  get list(): readonly Term[] {
    return this.#list();
  }

  /** The colour of a term, as a CSS value; terms take the eight colours in their order. */
  colour(key: string): string {
    const place = this.list.findIndex((term) => term.key === key);
    return place < 0 ? 'currentColor' : `var(${colourProperty(place)})`;
  }

  /** On any element, SVG included: it is this term. It lights the others and is lit by them. */
  mark(key: string): Attachment<Element> {
    return (element) => {
      element.setAttribute('data-term', key);
      $effect(() => {
        element.classList.toggle('lit', this.lit === key);
      });
      const light = () => (this.lit = key);
      const leave = () => {
        if (this.lit === key) this.lit = undefined;
      };
      const ends = [
        on(element, 'pointerenter', light),
        on(element, 'pointerleave', leave),
        on(element, 'focusin', light),
        on(element, 'focusout', leave),
      ];
      return () => {
        for (const end of ends) end();
      };
    };
  }

  /** On an element that holds a formula: each `[data-term]` in it. */
  readonly markAll: Attachment<Element> = (element) => {
    const keyOf = (event: Event): string | undefined =>
      (event.target as Element).closest?.('[data-term]')?.getAttribute('data-term') ?? undefined;
    $effect(() => {
      for (const one of element.querySelectorAll('[data-term]')) {
        one.classList.toggle('lit', one.getAttribute('data-term') === this.lit);
      }
    });
    const ends = [
      on(element, 'pointerover', (event) => (this.lit = keyOf(event))),
      on(element, 'pointerleave', () => (this.lit = undefined)),
    ];
    return () => {
      for (const end of ends) end();
    };
  };
}

/** The terms of the lab around: `LabFrame` sets them, formulas and numbers ask for them. */
export const [getTerms, setTerms] = createContext<Terms>();
