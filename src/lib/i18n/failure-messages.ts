/** The two messages of every failure, named one by one: `m[key]` would bring every message of the app along. */
import type { FailureCode } from '#lib/failure/failure.ts';
import { m } from '#paraglide/messages.js';

/** The sentence and the next step. */
export type Messages = readonly [title: () => string, next: () => string];
export type FailureMessages = Readonly<Record<FailureCode, Messages>>;

export const failureMessages: FailureMessages = {
  'no-webgpu': [m.failure_no_webgpu, m.failure_no_webgpu_next],
  'no-webgl': [m.failure_no_webgl, m.failure_no_webgl_next],
  'no-wasm-simd': [m.failure_no_wasm_simd, m.failure_no_wasm_simd_next],
  'no-worker': [m.failure_no_worker, m.failure_no_worker_next],
  'backend-timeout': [m.failure_backend_timeout, m.failure_backend_timeout_next],
  'probe-mismatch': [m.failure_probe_mismatch, m.failure_probe_mismatch_next],
  'device-lost': [m.failure_device_lost, m.failure_device_lost_next],
  'out-of-memory': [m.failure_out_of_memory, m.failure_out_of_memory_next],
  'worker-died': [m.failure_worker_died, m.failure_worker_died_next],
  'model-missing': [m.failure_model_missing, m.failure_model_missing_next],
  'model-corrupt': [m.failure_model_corrupt, m.failure_model_corrupt_next],
  offline: [m.failure_offline, m.failure_offline_next],
  'camera-missing': [m.failure_camera_missing, m.failure_camera_missing_next],
  'camera-denied': [m.failure_camera_denied, m.failure_camera_denied_next],
  'camera-dismissed': [m.failure_camera_dismissed, m.failure_camera_dismissed_next],
  'camera-revoked': [m.failure_camera_revoked, m.failure_camera_revoked_next],
  'camera-busy': [m.failure_camera_busy, m.failure_camera_busy_next],
  'camera-unplugged': [m.failure_camera_unplugged, m.failure_camera_unplugged_next],
  'camera-insecure': [m.failure_camera_insecure, m.failure_camera_insecure_next],
  'camera-stalled': [m.failure_camera_stalled, m.failure_camera_stalled_next],
  'camera-unsupported': [m.failure_camera_unsupported, m.failure_camera_unsupported_next],
  'image-unreadable': [m.failure_image_unreadable, m.failure_image_unreadable_next],
  'image-truncated': [m.failure_image_truncated, m.failure_image_truncated_next],
  'image-unsupported': [m.failure_image_unsupported, m.failure_image_unsupported_next],
  'image-too-large': [m.failure_image_too_large, m.failure_image_too_large_next],
  'image-too-small': [m.failure_image_too_small, m.failure_image_too_small_next],
  'storage-full': [m.failure_storage_full, m.failure_storage_full_next],
  'storage-unavailable': [m.failure_storage_unavailable, m.failure_storage_unavailable_next],
  'offline-unavailable': [m.failure_offline_unavailable, m.failure_offline_unavailable_next],
};
