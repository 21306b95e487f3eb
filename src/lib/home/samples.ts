/** The photos that lie on the bench. Their origin is told in static/samples/SOURCE.txt. */
import { asset } from '$app/paths';
import { m } from '#paraglide/messages.js';

export interface Sample {
  readonly id: string;
  readonly url: string;
  readonly width: number;
  readonly height: number;
  /** What must stay in sight when the print is narrow: CSS object-position. */
  readonly focus?: string;
  /** What the photo shows, for who does not see it. */
  readonly alt: () => string;
}

export const samples: readonly Sample[] = [
  {
    id: 'cat',
    url: asset('/samples/cat.webp'),
    width: 450,
    height: 300,
    focus: '68%',
    alt: m.shell_lens_cat,
  },
  { id: 'cup', url: asset('/samples/cup.webp'), width: 600, height: 400, alt: m.shell_lens_cup },
  {
    id: 'person',
    url: asset('/samples/person.webp'),
    width: 512,
    height: 512,
    alt: m.shell_lens_person,
  },
];
