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
