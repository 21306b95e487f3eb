/** A heap as the browser writes it down: numbers in rows, whose columns it names beside them. */
import type { CDPSession } from '@playwright/test';

export interface HeapSnapshot {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      /** The first are the words for the numbers of the field `type`. */
      readonly node_types: readonly [readonly string[], ...unknown[]];
      readonly edge_fields: readonly string[];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** @param internals with the browser's own objects, which are left out where only sizes are asked for. */
export async function takeHeapSnapshot(
  session: CDPSession,
  { internals = false } = {},
): Promise<HeapSnapshot> {
  const chunks: string[] = [];
  const hear = ({ chunk }: { chunk: string }) => void chunks.push(chunk);
  session.on('HeapProfiler.addHeapSnapshotChunk', hear);
  await session.send('HeapProfiler.takeHeapSnapshot', {
    reportProgress: false,
    exposeInternals: internals,
  });
  session.off('HeapProfiler.addHeapSnapshotChunk', hear);
  return JSON.parse(chunks.join('')) as HeapSnapshot;
}
