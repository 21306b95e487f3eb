/** Files that texts come in, as a file input has them. */
export const textFiles =
  '.txt,.csv,.tsv,.tab,.jsonl,.ndjson,.json,.md,text/plain,text/csv,text/tab-separated-values,application/json';
