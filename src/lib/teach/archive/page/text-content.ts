/** What an HTML file that reads carries besides its program. Types only. */
import type { TextModelFile } from '#lib/text/model/format.ts';
import type { Head } from '../../heads/head.ts';
import type { Familiarity } from '../../score/open-set.ts';
import type { Writing } from '../../score/writing.ts';
import type { TextTail } from '../../trainer/tail.ts';
import type { FramedContent } from './frame.ts';

export const textPageWords = ['type', 'hint'] as const;
export type TextPageWord = (typeof textPageWords)[number];

export interface TextPageContent extends FramedContent<TextPageWord> {
  readonly format: 'aprendiz-text-page-1';
  readonly head: Head;
  /** What the project was taught on; absent in files of the first version. */
  readonly trunk?: string;
  readonly tail?: TextTail;
  /** What the head takes, or what tells a stranger; absent where neither needs it. */
  readonly encoder?: { readonly file: TextModelFile; readonly bytes: ArrayBuffer };
  readonly familiarity?: Familiarity;
  readonly writing?: Writing;
  readonly unknownFrom?: number;
  readonly golden: readonly { readonly text: string; readonly scores: readonly number[] }[];
}
