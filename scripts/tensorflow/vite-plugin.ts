import type { Plugin } from 'vite';
import { leanBinary, wholeBinary } from './lean-binary.ts';

/**
 * Leaves out of TensorFlow.js's core what no worker here uses and what its own marks of side effects
 * keep in every bundle: model stores in localStorage and IndexedDB, Node's platform, the registry of
 * optimizers by name. Measured: 8 KB of a worker's 56, compressed; 3 KB more of the one that only answers. `tf.train.adam()` and deep imports
 * go on working. Stops the build when a new version of the core no longer reads as expected.
 * The worker that only answers gets a binary with its own kernels alone, too: 42 KB of 107 less over the line.
 */
export function leanTensorFlow(): Plugin {
  let answersOnly = false;
  return {
    name: 'aprendiz-lean-tensorflow',
    enforce: 'pre',
    // Each worker is bundled by itself, with plugins of its own.
    buildStart({ input }) {
      answersOnly = JSON.stringify(input).includes('first.worker');
    },
    resolveId: (id) =>
      answersOnly && id === `${wholeBinary}?url` ? `${leanBinary()}?url` : undefined,
    transform(code, id) {
      const file = id.split('?')[0] ?? id;
      for (const [ending, cuts] of Object.entries(cutsOf)) {
        if (!file.endsWith(`@tensorflow/tfjs-core/dist/${ending}`)) continue;
        let lean = code;
        for (const cut of answersOnly ? [...cuts, ...(learningIn[ending] ?? [])] : cuts) {
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
  'engine.js': [],
  'tensor.js': [],
  'index.js': [/^import \{ registerOptimizers \}.*$/m, /^registerOptimizers\(\);$/m],
  'platforms/platform_browser.js': [
    /^import \{ BrowserIndexedDB,.*$/m,
    /^import \{ BrowserLocalStorage,.*$/m,
    /^import \{ ModelStoreManagerRegistry \}.*$/m,
    /^\s*ModelStoreManagerRegistry\.registerManager\(BrowserLocalStorage.*;$/m,
    /^\s*ModelStoreManagerRegistry\.registerManager\(BrowserIndexedDB.*;$/m,
  ],
};

/** What the worker of the first label never does: gradients, profiles, variables, another backend, tensors as text or number by number. */
const learningIn: Readonly<Record<string, readonly RegExp[]>> = {
  'engine.js': [
    /^import \{ Profiler \}.*$/m,
    /^import \{ backpropagateGradients,.*$/m,
    /^\s*this\.profiler = new Profiler\(.*;$/m,
    method('async profile(query)'),
    method('addTapeNode('),
    method('gradients(f, xs'),
    method('customGrad(f)'),
    method('async time(query)'),
    method('async ready()'),
    method('backendNames()'),
    method('findBackend(backendName)'),
    method('findBackendFactory(backendName)'),
    method('removeBackend(backendName)'),
    method('getSortedBackends()'),
    method('initializeBackendsAndReturnBest()'),
    method('moveData(backend, dataId)'),
    method('disposeRegisteredKernels(backendName)'),
    method('reset()'),
    method('dispose()'),
    method('clone(x)'),
    method('startTape()'),
    method('endTape()'),
    method('nextVariableId()'),
    method('checkKernelForMemLeak('),
    method('makeVariable('),
    method('disposeVariables()'),
    method('disposeVariable(v)'),
    method('readToGPU('),
    method('getTensorsForGradient('),
    method('saveTensorsForBackwardMode('),
  ],
  'tensor.js': [
    /^import \{ tensorToString \}.*$/m,
    method('toString('),
    method('print('),
    method('async array()'),
    method('async buffer()'),
    method('bufferSync()'),
    method('async bytes()'),
    method('assign(newValue)'),
    method('arraySync()'),
    method('dataToGPU('),
    method('variable('),
    method('get(...locs)'),
    method('set(value, ...locs)'),
    method('locToIndex('),
    method('indexToLoc('),
    method('toTensor()'),
  ],
  'platforms/platform_browser.js': [method('setTimeoutCustom(')],
};

/** A whole method of a class, from its name to its brace. */
function method(start: string): RegExp {
  const literal = start.replace(/[()]/g, '\\$&');
  return new RegExp(`^ {4}${literal}[\\s\\S]*?^ {4}\\}$`, 'm');
}

/** Bundled only where something of them is called. */
const unneeded =
  /\/@tensorflow\/tfjs-core\/dist\/(io|optimizers)\/|\/tfjs-core\/dist\/platforms\/platform_node\.js$|\/node_modules\/(long|seedrandom)\//;
