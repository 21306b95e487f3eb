/** wasm, where what is written runs as it will elsewhere; one for the life of the worker. */
import { BackendSession } from '#lib/engine/backends/session.ts';

let opening: Promise<BackendSession> | undefined;

export function openWasmSession(): Promise<BackendSession> {
  opening ??= BackendSession.open(
    'wasm',
    { wasm: () => import('#lib/engine/backends/wasm.ts') },
    () => {},
    () => {},
  );
  return opening;
}
