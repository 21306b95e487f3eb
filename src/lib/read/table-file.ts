/** Files that hold many texts, by their name. */
export const isTable = (name: string): boolean => /\.(csv|tsv|tab|jsonl|ndjson|json)$/i.test(name);
