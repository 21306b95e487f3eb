declare global {
  namespace App {}
  interface Window {
    /** Started by `shell/boot.ts`; taken by `vision/vision-engine.ts`. */
    firstWorker?: Worker;
  }
}
export {};
