/** The device behind a GPU backend, asked of the platform. No TensorFlow.js here: it is asked before any is downloaded. */
import type { AdapterReport } from '#lib/engine/backend.ts';
import { FailureError } from '#lib/failure/failure.ts';

/** Names under which a CPU poses as a GPU. */
const software = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software|warp\b/i;

export function isSoftwareAdapter(name: string): boolean {
  return software.test(name);
}

/** @throws FailureError `no-webgpu` */
export async function requestGpuAdapter(): Promise<GPUAdapter> {
  // Absent from insecure pages and from browsers without WebGPU, whatever the types say.
  const gpu = navigator.gpu as GPU | undefined;
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new FailureError('no-webgpu', gpu ? 'no adapter' : 'no navigator.gpu');
  return adapter;
}

export function describeGpuAdapter({ info }: Pick<GPUAdapter, 'info'>): AdapterReport {
  const adapter = [info.vendor, info.architecture, info.description].filter(Boolean).join(' ');
  const software = info.isFallbackAdapter || isSoftwareAdapter(adapter);
  return { backend: 'webgpu', adapter, software };
}

/** @throws FailureError `no-webgl` */
export function openGlContext(): { canvas: OffscreenCanvas; gl: WebGL2RenderingContext } {
  if (typeof OffscreenCanvas === 'undefined') throw new FailureError('no-webgl', 'OffscreenCanvas');
  const canvas = new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    premultipliedAlpha: false,
    // A software context is taken, recognised and judged by the ladder.
    failIfMajorPerformanceCaveat: false,
    powerPreference: 'high-performance',
  });
  if (!gl) throw new FailureError('no-webgl', 'no webgl2 context');
  return { canvas, gl };
}

export function describeGlContext(gl: WebGL2RenderingContext): AdapterReport {
  // Firefox gives the real name under RENDERER, others only through the extension.
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const adapter = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER) ?? '');
  return { backend: 'webgl', adapter, software: isSoftwareAdapter(adapter) };
}
