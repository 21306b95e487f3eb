/** The choices that the address of a workbench can make. */
import { backendNames, type BackendName } from '#lib/engine/backend.ts';

export interface WorkbenchAddress {
  readonly projectId: string | undefined;
  readonly pinned: BackendName | undefined;
  readonly fakeCamera: boolean;
}

export function readAddress(query: URLSearchParams): WorkbenchAddress {
  const backend = query.get('backend');
  return {
    projectId: query.get('id') ?? undefined,
    pinned: backendNames.find((name) => name === backend),
    fakeCamera: query.get('camera') === 'fake',
  };
}

/** What a visitor asked for in the address holds on the bench too. */
const kept = ['backend', 'camera'] as const;

/** The query of a project's bench, opened from a page with the query `from`. */
export function benchQuery(projectId: string, from: URLSearchParams): string {
  const query = new URLSearchParams({ id: projectId });
  for (const name of kept) {
    const value = from.get(name);
    if (value !== null) query.set(name, value);
  }
  return query.toString();
}
