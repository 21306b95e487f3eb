/** A text that is being typed: the newest version of it is read, and those it has overtaken are not. */
import { Breath } from '#lib/engine/breath.ts';
import type { CallContext } from '#lib/engine/host.ts';
import type { TextCalls } from './protocol.ts';
import type { TextSession } from './text-session.ts';

type TypeCall = TextCalls['type'];

/** Ends only by being cancelled. */
export async function runTyping(
  { model: id }: TypeCall['request'],
  { signal, progress, onUpdate }: CallContext<TypeCall>,
  session: TextSession,
): Promise<never> {
  let newest: TypeCall['update'] | undefined;
  let wake: (() => void) | undefined;
  onUpdate((update) => {
    newest = update;
    wake?.();
  });
  signal.addEventListener('abort', () => wake?.());
  const model = await session.model(id);
  const reader = model.reader();
  const breath = new Breath(signal);
  for (;;) {
    // After a slow reading, whatever was typed meanwhile is heard first.
    if (breath.due) await breath.take();
    signal.throwIfAborted();
    const update = newest;
    newest = undefined;
    if (update) {
      const { sequence, text } = update;
      const reading = await session.read(model, reader, text, signal);
      progress({ kind: 'reading', sequence, reading });
    } else {
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
}
