/** Files that texts come in, as a file input has them. */
export const textFiles =
  '.txt,.csv,.tsv,.tab,.jsonl,.ndjson,.json,.md,text/plain,text/csv,text/tab-separated-values,application/json';

/** By its name: files that hold texts and nothing else that Teach takes. */
export const holdsTexts = (name: string): boolean =>
  /\.(txt|csv|tsv|tab|jsonl|ndjson|md)$/i.test(name);
