/** A table that was given on the page of projects, on its way to the bench of the project made for it. */
let handed: { readonly projectId: string; readonly file: File } | undefined;

export function handTable(projectId: string, file: File): void {
  handed = { projectId, file };
}

/** Once; undefined where nothing waits for this project. */
export function takeHandedTable(projectId: string): File | undefined {
  if (handed?.projectId !== projectId) return undefined;
  const { file } = handed;
  handed = undefined;
  return file;
}
