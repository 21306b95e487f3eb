/** What the catalogue says of a model. Made from `models/<id>/` by the build; of own models, on the device. */
import type { FileEntry } from '#lib/cache/installed-model.ts';

export type Origin =
  /** Served with the app; on the device without asking. */
  | 'built-in'
  /** At a public address (or vendored beside the app); fetched when asked for. */
  | 'fetchable'
  /** Brought by the visitor. */
  | 'own';

export type Task = 'detect' | 'classify-images' | 'embed-images' | 'classify-texts' | 'embed-texts';

export type ModelDoor = 'see' | 'read' | 'teach';

/** In both languages of the app. */
export interface Words {
  readonly en: string;
  readonly 'pt-BR': string;
}

export interface Accuracy {
  /** 0..1. */
  readonly value: number;
  /** On what, and how: "top-1 on 197 photos of our own". */
  readonly on: Words;
  /** Whether this project measured it; otherwise its makers say so. */
  readonly measuredHere: boolean;
}

export interface CatalogueEntry {
  readonly id: string;
  readonly origin: Origin;
  readonly name: Words;
  /** One sentence. */
  readonly summary: Words;
  readonly tasks: readonly Task[];
  readonly doors: readonly ModelDoor[];
  /** Side of the square picture in pixels, or what a token is. */
  readonly input: { readonly pixels: number } | { readonly token: 'character' | 'word' };
  /** How many labels it tells apart; 0 for a mere trunk. */
  readonly labels: number;
  /** SPDX identifier, or short words where there is none. */
  readonly licence: string;
  readonly makers: string;
  readonly accuracy?: Accuracy;
  /** To download; of fetchable ones what their makers say. */
  readonly bytes: number;
  /** Files that the app serves (built in, or vendored). */
  readonly files: readonly FileEntry[];
  /** Where else it is fetched from. */
  readonly remote?: RemoteModel;
  /** How it serves Teach as a trunk. */
  readonly trunk?: { readonly pixels: number; readonly channels: number };
}

/** A TensorFlow.js model at a public address; its weight files are beside `model.json` and named in it. */
export interface RemoteModel {
  readonly url: string;
  readonly format: 'layers' | 'graph';
  /** Value of a pixel p in 0..255 as the network wants it: p * scale + offset. */
  readonly scale: number;
  readonly offset: number;
  /** Which list of names its classes have. */
  readonly labels?: 'imagenet-1000' | 'imagenet-1001';
  /** Known beforehand, where somebody could fetch and hash it; else the first download's is kept. */
  readonly sha256?: Readonly<Record<string, string>>;
}

/** `models/catalogue.json`, beside `models/index.json`. */
export interface Catalogue {
  readonly format: 'aprendiz-catalogue-1';
  /** Origins beside the app's own that models may be fetched from; the content security policy allows no other. */
  readonly hosts: readonly string[];
  readonly entries: readonly CatalogueEntry[];
}

/** As a row shows it. */
export type ModelState = 'available' | 'downloading' | 'installed' | 'broken';
