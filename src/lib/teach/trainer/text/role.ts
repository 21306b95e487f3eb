/** What a trainer worker of texts does when it is called. No TensorFlow.js, and nothing of the camera. */
import type { Lose, Role } from '#lib/engine/host.ts';
import type { KernelModules } from '#lib/engine/kernels/open-kernels.ts';
import { ReceivedRows } from '../../heads/grown-rows.ts';
import { sharedHandlers } from '../shared-handlers.ts';
import type { TextTrainerCalls } from '../protocol.ts';
import { openReader } from './open-reader.ts';
import { TextMedium } from './text-medium.ts';
import { TextTester } from './text-tester.ts';

/** Where kernels are found; none is downloaded before it is tried. */
const modules: KernelModules = {
  wasm: () => import('#lib/engine/kernels/modules/wasm.ts'),
  webgpu: () => import('#lib/engine/kernels/modules/webgpu.ts'),
  cpu: () => import('#lib/engine/kernels/modules/cpu.ts'),
};

export function textTrainerRole(lose: Lose): Role<TextTrainerCalls> {
  const rows = new ReceivedRows();
  let tester: TextTester | undefined;
  const opened = (): TextTester => {
    if (!tester) throw new Error('A trainer worker is opened before it is asked anything.');
    return tester;
  };
  return {
    handlers: {
      ...sharedHandlers(async (request, { progress, signal }) => {
        const { reader, opened: report } = await openReader(
          request,
          modules,
          progress,
          signal,
          lose,
        );
        tester = new TextTester(reader);
        return { medium: new TextMedium(reader), report };
      }),
      answerWith: async ({ answerer }) => {
        await opened().answerWith({ ...answerer, head: rows.whole(answerer.head) });
        return true;
      },
      type: (_, context) => opened().type(context),
      explain: (request, { progress, signal }) =>
        opened().explain(request, (fraction) => progress({ fraction }), signal),
    },
  };
}
