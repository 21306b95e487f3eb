/** A GPU that is lost again and again is not taken away for good. */
export const soakArgs = [
  '--disable-gpu-process-crash-limit',
  '--disable-domain-blocking-for-3d-apis',
];
