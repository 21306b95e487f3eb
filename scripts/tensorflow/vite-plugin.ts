import type { Plugin } from 'vite';

/**
 * Leaves out of TensorFlow.js's core what no worker here uses and what its own marks of side effects
 * keep in every bundle: model stores in localStorage and IndexedDB, Node's platform, the registry of
 * optimizers by name. Measured: 8 KB of a worker's 56, compressed. `tf.train.adam()` and deep imports
 * go on working. Stops the build when a new version of the core no longer reads as expected.
 */
export function leanTensorFlow(): Plugin {
  return {
    name: 'aprendiz-lean-tensorflow',
    transform(code, id) {
      const file = id.split('?')[0] ?? id;
      for (const [ending, cuts] of Object.entries(cutsOf)) {
        if (!file.endsWith(`@tensorflow/tfjs-core/dist/${ending}`)) continue;
        let lean = code;
        for (const cut of cuts) {
          if (!cut.test(lean)) this.error(`${ending} has nothing like ${String(cut)}`);
          // Spaces in the place of code: every position in the source map stays right.
          lean = lean.replace(cut, (found) => found.replace(/\S/g, ' '));
        }
        return { code: lean, map: null };
      }
      return unneeded.test(file) ? { moduleSideEffects: false } : undefined;
    },
  };
}

const cutsOf: Readonly<Record<string, readonly RegExp[]>> = {
  'index.js': [/^import \{ registerOptimizers \}.*$/m, /^registerOptimizers\(\);$/m],
  'platforms/platform_browser.js': [
    /^import \{ BrowserIndexedDB,.*$/m,
    /^import \{ BrowserLocalStorage,.*$/m,
    /^import \{ ModelStoreManagerRegistry \}.*$/m,
    /^\s*ModelStoreManagerRegistry\.registerManager\(BrowserLocalStorage.*;$/m,
    /^\s*ModelStoreManagerRegistry\.registerManager\(BrowserIndexedDB.*;$/m,
  ],
};

/** Bundled only where something of them is called. */
const unneeded =
  /\/@tensorflow\/tfjs-core\/dist\/(io|optimizers)\/|\/tfjs-core\/dist\/platforms\/platform_node\.js$|\/node_modules\/(long|seedrandom)\//;
