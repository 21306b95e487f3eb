/** Names under which a CPU poses as a GPU. */
const software = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|software|warp\b/i;

export function isSoftwareAdapter(name: string): boolean {
  return software.test(name);
}
