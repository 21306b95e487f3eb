/** What a text worker does when it is called. */
import type { Lose, Role } from '#lib/engine/host.ts';
import type { KernelModules } from '#lib/engine/kernels/open-kernels.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { TextCalls } from './protocol.ts';
import type { TextScore } from './reading.ts';
import { TextSession } from './text-session.ts';
import { runTyping } from './typing-call.ts';
import { isBlank } from './units/plain.ts';

/** What is said of a text in which nothing is to be seen. */
const nothing: TextScore = { label: '', score: 0 };

export function textRole(lose: Lose, modules: KernelModules): Role<TextCalls> {
  let session: TextSession | undefined;
  const opened = (): TextSession => {
    if (!session) throw new Error('A text worker is opened before it is asked anything.');
    return session;
  };
  return {
    handlers: {
      open: async (request, { progress }) => {
        if (session) throw new Error('A text worker is opened once.');
        const ready = await TextSession.open(request, modules, progress, lose);
        session = ready.session;
        return ready.opened;
      },
      type: (request, context) => runTyping(request, context, opened()),
      read: async ({ model: id, text }, { signal }) => {
        const model = await opened().model(id);
        return opened().read(model, model.reader(), text, signal);
      },
      explain: async ({ model: id, ...question }, { signal, progress }) => {
        const model = await opened().model(id);
        const { explain } = await loadChunk(() => import('./attribution/explain.ts'));
        const onProgress = (fraction: number) => progress({ fraction });
        return opened().guard(() => explain(model, question, { signal, onProgress }));
      },
      strip: async ({ model: id, text }) => {
        const model = await opened().model(id);
        const { stripOf } = await loadChunk(() => import('./attribution/strip.ts'));
        return opened().guard(() => stripOf(model, text));
      },
      batch: async ({ model: id, texts }, { signal, progress }) => {
        const model = await opened().model(id);
        const { readMany } = await loadChunk(() => import('./model/read-many.ts'));
        let done = 0;
        await opened().guard(async () => {
          for await (const group of readMany(model, texts, signal)) {
            const readings = group.map((logits, n) =>
              isBlank(texts[done + n]!) ? nothing : model.scores(logits)[0]!,
            );
            done += group.length;
            progress({ done, readings });
          }
        });
        return { done };
      },
    },
  };
}
