/** Backends and the reasons for choosing them, in the visitor's language. */
import type { BackendName, ChoiceReason } from '#lib/engine/backend.ts';
import { m } from '#paraglide/messages.js';

export const backendWords: Record<BackendName, () => string> = {
  webgpu: m.shell_backend_webgpu,
  webgl: m.shell_backend_webgl,
  wasm: m.shell_backend_wasm,
  cpu: m.shell_backend_cpu,
};

export const reasonWords: Record<ChoiceReason, () => string> = {
  pinned: m.shell_reason_pinned,
  unsuitable: m.shell_reason_unsuitable,
  'first-label-soonest': m.shell_reason_first_label_soonest,
  'quicker-here': m.shell_reason_quicker_here,
  'slower-here': m.shell_reason_slower_here,
  'software-adapter': m.shell_reason_software_adapter,
  failed: m.shell_reason_failed,
  'replaced-after-loss': m.shell_reason_replaced_after_loss,
};
