/** What a lab is made of, beside its maths and its picture. */
import type { Component } from 'svelte';
import type { Locale } from '#paraglide/runtime.js';

/** Words that are told apart by nothing but their language. */
export type Both = Readonly<Record<Locale, string>>;

/** The five lecture decks of the course, by the first digits of their files. */
export type Deck = '000' | '001' | '002' | '003' | '004';

/** Where the course says it. */
export interface SeedReference {
  readonly deck: Deck;
  /** Which slides, and what was worked out where the scan is garbled. */
  readonly what: Both;
}

/** What the index of the course says of a lab, and what its page is headed by. */
export interface LabMeta {
  readonly id: string;
  readonly title: Both;
  /** The question it answers, with its question mark. */
  readonly question: Both;
}

export interface Lab {
  readonly meta: LabMeta;
  readonly load: () => Promise<{ default: Component }>;
}

/** A formula set at build time: `formulas.tex` beside the lab. */
export interface Formula {
  /** HTML for the eyes and MathML for assistive tools; a term carries `data-term`. */
  readonly html: string;
  /** The source, to copy. */
  readonly tex: string;
}

/** A quantity that formula, picture and numbers speak of: one name, one colour, lit together. */
export interface Term {
  /** The key in `\term{key}{…}`. */
  readonly key: string;
  /** What it is called: "learning rate". */
  readonly name: string;
  /** What it is now; undefined: it has no single value. */
  readonly value?: string | undefined;
}

/** Something to try, ticked off by itself. */
export interface Task {
  readonly key: string;
  /** What to do. */
  readonly say: string;
  /** What there was to see, told when it is done. */
  readonly seen: string;
  readonly done: boolean;
}
