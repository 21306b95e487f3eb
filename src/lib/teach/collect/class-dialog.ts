/** What is open over the Collect column, and for which class. */
export type ClassDialogKind = 'class' | 'burst' | 'draw';

export type ClassDialog =
  | { readonly kind: ClassDialogKind; readonly classId: string }
  | { readonly kind: 'preview'; readonly classId: string; readonly sampleId: string };
